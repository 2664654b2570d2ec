package com.podi.benchmarks.events;

import com.podi.starter.event.Events;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A service that changes rows and publishes an event with each change; it relays them as every service does. How fast is
 * up to the orders in its database.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class Publisher implements ApplicationRunner {

    static final String WRITERS = "podi.bench.writers";
    static final String AGGREGATES = "podi.bench.aggregates";

    private static final Logger log = LoggerFactory.getLogger(Publisher.class);
    private static final long IDLE_NANOS = 20_000_000;
    private static final long LOOK_NANOS = 100_000_000;
    private static final double SECOND = 1e9;

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Events events;
    private final int writers = Integer.getInteger(WRITERS);
    private final int aggregates = Integer.getInteger(AGGREGATES);
    private final AtomicLong failures = new AtomicLong();
    private volatile Orders orders = new Orders(0, 1);

    Publisher(JdbcClient jdbc, TransactionTemplate transaction, Events events) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.events = events;
    }

    record Orders(int pace, int eventsEach) {}

    public static void main(String[] args) {
        SpringApplication.run(Publisher.class, args);
    }

    @Override
    public void run(ApplicationArguments arguments) {
        for (int number = 0; number < writers; number++) {
            start("writer-" + number, this::write);
        }
        start("orders", this::followOrders);
    }

    private static void start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void followOrders() {
        while (true) {
            try {
                orders = jdbc.sql("update orders set failures = failures + ? returning pace, events_each")
                        .param(failures.getAndSet(0))
                        .query(Orders.class)
                        .single();
            } catch (RuntimeException failure) {
                log.warn("orders not read", failure);
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private void write() {
        long due = System.nanoTime();
        while (true) {
            Orders now = orders;
            if (now.pace() == 0) {
                LockSupport.parkNanos(IDLE_NANOS);
                due = System.nanoTime();
                continue;
            }
            if (now.pace() > 0) {
                due += (long) (SECOND * writers / now.pace());
                LockSupport.parkNanos(due - System.nanoTime());
            }
            try {
                change(now.eventsEach());
            } catch (RuntimeException failure) {
                log.warn("not written", failure);
                failures.incrementAndGet();
                LockSupport.parkNanos(IDLE_NANOS);
            }
        }
    }

    private void change(int eventsAtMost) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        String id = "aggregate-" + random.nextInt(aggregates);
        int count = 1 + random.nextInt(eventsAtMost);
        transaction.executeWithoutResult(status -> {
            // Who changes the same aggregate waits here: the numbers are in the order of the commits.
            long last = jdbc.sql("update aggregates set number = number + ? where id = ? returning number")
                    .params(count, id)
                    .query(Long.class)
                    .single();
            for (long number = last - count + 1; number <= last; number++) {
                events.publish(new Counted(id, number));
            }
        });
    }
}
