package com.podi.taskworker.chore;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.task.TaskRejectedException;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/** Sees to all chores. One statement asks what is due, so that an idle worker costs the database next to nothing. */
@Component
class Chores {

    private static final Logger log = LoggerFactory.getLogger(Chores.class);

    private final List<Round> rounds;
    private final JdbcClient jdbc;
    private final TaskScheduler scheduler;
    private final String question;

    Chores(List<Chore> chores, JdbcClient jdbc, TaskScheduler scheduler) {
        this.rounds = chores.stream().map(Round::new).toList();
        this.jdbc = jdbc;
        this.scheduler = scheduler;
        this.question = IntStream.range(0, chores.size())
                .mapToObj(
                        number -> "(%s) as due_%d".formatted(chores.get(number).due(), number))
                .collect(Collectors.joining(", ", "select ", ""));
    }

    @Scheduled(fixedDelayString = "${podi.task-worker.poll-interval}")
    void look() {
        try {
            jdbc.sql(question).query((row, number) -> due(row)).single().forEach(this::start);
        } catch (DataAccessException away) {
            log.warn("cannot see what is due for now: {}", away.getMessage());
        }
    }

    @TransactionalEventListener(fallbackExecution = true)
    void hurry(Hurry hurry) {
        rounds.stream().filter(round -> hurry.chore().isInstance(round.chore)).forEach(this::start);
    }

    private List<Round> due(ResultSet row) throws SQLException {
        List<Round> due = new ArrayList<>();
        for (int number = 0; number < rounds.size(); number++) {
            if (row.getBoolean(number + 1)) {
                due.add(rounds.get(number));
            }
        }
        return due;
    }

    private void start(Round round) {
        if (round.wanted.getAndIncrement() == 0) {
            try {
                scheduler.schedule(round, scheduler.getClock().instant());
            } catch (TaskRejectedException stopping) {
                log.debug("no chores any more", stopping);
            }
        }
    }

    /** Never at work twice at the same time on one replica; if it is wanted meanwhile, it goes another round. */
    private static final class Round implements Runnable {

        private final Chore chore;
        private final AtomicInteger wanted = new AtomicInteger();

        private Round(Chore chore) {
            this.chore = chore;
        }

        @Override
        public void run() {
            int seen;
            do {
                seen = wanted.get();
                try {
                    chore.run();
                } catch (RuntimeException failure) {
                    log.warn("left for the next look: {}", chore.getClass().getSimpleName(), failure);
                }
            } while (wanted.addAndGet(-seen) > 0);
        }
    }
}
