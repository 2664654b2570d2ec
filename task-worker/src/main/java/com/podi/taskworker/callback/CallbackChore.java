package com.podi.taskworker.callback;

import com.podi.taskworker.chore.Chore;
import com.podi.taskworker.chore.Hurry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.task.SimpleAsyncTaskExecutorBuilder;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.stereotype.Component;

/**
 * Keeps the senders of this replica busy. A round ends when they are, not when they are done: nothing waits for a target
 * but the sender that calls it.
 */
@Component
class CallbackChore implements Chore, SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(CallbackChore.class);
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);

    private final Deliveries deliveries;
    private final CallbackSender sender;
    private final CallbackMetrics metrics;
    private final CallbackProperties properties;
    private final BackOff backOff;
    private final ApplicationEventPublisher publisher;
    private final AsyncTaskExecutor threads;
    private final Semaphore senders;

    private volatile boolean running;

    CallbackChore(
            Deliveries deliveries,
            CallbackSender sender,
            CallbackMetrics metrics,
            CallbackProperties properties,
            ApplicationEventPublisher publisher,
            SimpleAsyncTaskExecutorBuilder threads) {
        this.deliveries = deliveries;
        this.sender = sender;
        this.metrics = metrics;
        this.properties = properties;
        this.backOff = new BackOff(
                properties.delays(), () -> ThreadLocalRandom.current().nextDouble());
        this.publisher = publisher;
        this.threads = threads.threadNamePrefix("callback-").build();
        this.senders = new Semaphore(properties.senders());
    }

    @Override
    public String due() {
        return Deliveries.SOMETHING_IS_DUE;
    }

    @Override
    public void run() {
        int free = senders.availablePermits();
        // Who is done asks for another round.
        while (running && free > 0) {
            List<Delivery> taken = deliveries.take(free, properties.lease());
            taken.forEach(this::begin);
            free = taken.isEmpty() ? 0 : senders.availablePermits();
        }
    }

    private void begin(Delivery delivery) {
        senders.acquireUninterruptibly();
        boolean begun = false;
        try {
            threads.execute(() -> work(delivery));
            begun = true;
        } finally {
            if (!begun) {
                senders.release();
            }
        }
    }

    private void work(Delivery delivery) {
        try {
            deliver(delivery);
        } catch (RuntimeException failure) {
            // Nothing could be written down; the lease runs out, and it is sent again.
            log.warn("callback left behind: delivery={}", delivery.deliveryId(), failure);
        } finally {
            senders.release();
            publisher.publishEvent(new Hurry(CallbackChore.class));
        }
    }

    private void deliver(Delivery delivery) {
        Outcome outcome = sender.send(delivery);
        boolean written;
        if (outcome.isSuccess()) {
            written = deliveries.end(delivery, outcome, DeliveryStatus.DELIVERED);
            metrics.delivered(delivery);
        } else {
            log.info(
                    "callback not delivered: delivery={} task={} attempt={} because={}",
                    delivery.deliveryId(),
                    delivery.taskId(),
                    delivery.attempt(),
                    outcome);
            written = failed(delivery, outcome);
        }
        if (!written) {
            log.warn("lease lost: delivery={} attempt={}", delivery.deliveryId(), delivery.attempt());
        }
    }

    private boolean failed(Delivery delivery, Outcome outcome) {
        if (outcome.isFinal()) {
            return deliveries.end(delivery, outcome, DeliveryStatus.GONE);
        }
        Optional<Duration> delay = backOff.afterTry(delivery.tryNumber());
        return delay.isPresent()
                ? deliveries.postpone(delivery, outcome, delay.get())
                : deliveries.end(delivery, outcome, DeliveryStatus.EXHAUSTED);
    }

    @Override
    public void start() {
        running = true;
    }

    /** Takes nothing more, and lets those who wait for an answer have it, for a while. */
    @Override
    public void stop() {
        running = false;
        try {
            if (senders.tryAcquire(properties.senders(), LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS)) {
                senders.release(properties.senders());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
