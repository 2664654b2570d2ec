package com.podi.taskworker.queue;

import jakarta.annotation.PreDestroy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Hears from PostgreSQL what any replica changed, and tells whoever asked. News is a hint: whoever gets it looks at the
 * row. After a break in the connection everybody is told, since something may have been missed.
 */
@Component
public class TaskNews implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(TaskNews.class);

    private static final int TELLERS = 8;

    private static final int WAIT_MS = 5_000;
    private static final int VALIDATION_SECONDS = 3;
    private static final Duration RECONNECT = Duration.ofSeconds(1);

    private final JdbcConnectionDetails database;
    private final Set<Subscription> onQueued = ConcurrentHashMap.newKeySet();
    private final Map<String, Set<Subscription>> onTask = new ConcurrentHashMap<>();
    private final Map<String, Set<Subscription>> onEnd = new ConcurrentHashMap<>();
    private final Map<String, Set<Subscription>> onUser = new ConcurrentHashMap<>();
    private final Set<Consumer<String>> onCancel = ConcurrentHashMap.newKeySet();
    private final ExecutorService tellers = Executors.newFixedThreadPool(TELLERS, work -> daemon(work, "task-news"));

    private volatile @Nullable Thread listener;

    TaskNews(JdbcConnectionDetails database) {
        this.database = database;
    }

    /** Told again until it is closed; never twice at the same time, and many changes at once may be told as one. */
    public final class Subscription implements AutoCloseable {

        private final Runnable action;
        private final Runnable forget;
        private final AtomicInteger signals = new AtomicInteger();

        private final Executor threads;

        private Subscription(Runnable action, Executor threads, Consumer<Subscription> forget) {
            this.action = action;
            this.threads = threads;
            this.forget = () -> forget.accept(this);
        }

        /** Has the subscriber look now. */
        public void signal() {
            if (signals.getAndIncrement() == 0) {
                threads.execute(this::tell);
            }
        }

        private void tell() {
            int told;
            do {
                told = signals.get();
                try {
                    action.run();
                } catch (RuntimeException failure) {
                    log.warn("a subscriber failed", failure);
                }
            } while (signals.addAndGet(-told) > 0);
        }

        @Override
        public void close() {
            forget.run();
        }
    }

    public Subscription whenQueued(Runnable action) {
        Subscription subscription = new Subscription(action, tellers, onQueued::remove);
        onQueued.add(subscription);
        return subscription;
    }

    /** Told of nothing else that happens to the task. */
    public Subscription whenEnded(String taskId, Runnable action) {
        return subscribe(onEnd, taskId, action, tellers);
    }

    /** @param threads for an action that may be slow and must keep no other subscriber waiting */
    public Subscription whenChanged(String taskId, Runnable action, Executor threads) {
        return subscribe(onTask, taskId, action, threads);
    }

    /**
     * Told of every task of the user.
     *
     * @param threads for an action that may be slow and must keep no other subscriber waiting
     */
    public Subscription whenTasksChangedOf(String userId, Runnable action, Executor threads) {
        return subscribe(onUser, userId, action, threads);
    }

    /** @param action is given the id of a running task that is to end, wherever it runs */
    public void whenCancelRequested(Consumer<String> action) {
        onCancel.add(action);
    }

    private Subscription subscribe(Map<String, Set<Subscription>> to, String key, Runnable action, Executor threads) {
        Subscription subscription = new Subscription(
                action,
                threads,
                closed -> to.computeIfPresent(key, (id, all) -> {
                    all.remove(closed);
                    return all.isEmpty() ? null : all;
                }));
        to.compute(key, (id, all) -> {
            Set<Subscription> known = all == null ? ConcurrentHashMap.newKeySet() : all;
            known.add(subscription);
            return known;
        });
        return subscription;
    }

    @Override
    public void start() {
        Thread thread = daemon(this::listen, "task-news-listener");
        listener = thread;
        thread.start();
    }

    @Override
    public void stop() {
        Thread thread = listener;
        listener = null;
        if (thread != null) {
            thread.interrupt();
        }
    }

    /** Not before: who was only stopped may be started again. */
    @PreDestroy
    void letGo() {
        tellers.shutdown();
    }

    /** Started before and stopped after everything that waits for news, the web server included. */
    @Override
    public int getPhase() {
        return 0;
    }

    @Override
    public boolean isRunning() {
        return listener != null;
    }

    private void listen() {
        while (isRunning()) {
            try (Connection connection = DriverManager.getConnection(
                    database.getJdbcUrl(), database.getUsername(), database.getPassword())) {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("listen " + TaskChannels.QUEUED);
                    statement.execute("listen " + TaskChannels.CHANGED);
                    statement.execute("listen " + TaskChannels.CANCEL);
                }
                tellEverybody();
                hear(connection);
            } catch (SQLException | RuntimeException lost) {
                if (isRunning()) {
                    log.warn("no news of tasks for now: {}", lost.getMessage());
                    pause();
                }
            }
        }
    }

    private void hear(Connection connection) throws SQLException {
        PGConnection notifications = connection.unwrap(PGConnection.class);
        while (isRunning()) {
            PGNotification[] news = notifications.getNotifications(WAIT_MS);
            if (news == null || news.length == 0) {
                // Silence may be a connection that died unnoticed; this finds out, and everybody looks for themselves.
                if (!connection.isValid(VALIDATION_SECONDS)) {
                    throw new SQLException("the connection is dead");
                }
                tellEverybody();
            } else {
                for (PGNotification item : news) {
                    tell(item);
                }
            }
        }
    }

    private void tell(PGNotification news) {
        switch (news.getName()) {
            case TaskChannels.QUEUED -> onQueued.forEach(Subscription::signal);
            case TaskChannels.CANCEL -> onCancel.forEach(action -> action.accept(news.getParameter()));
            default -> news.getParameter().lines().forEach(this::tellChanged);
        }
    }

    private void tellChanged(String line) {
        String[] words = line.split(" ", 3);
        tell(onTask, words[0]);
        tell(onUser, words[2]);
        if (TaskStatus.of(words[1]).isTerminal()) {
            tell(onEnd, words[0]);
        }
    }

    private static void tell(Map<String, Set<Subscription>> subscriptions, String key) {
        subscriptions.getOrDefault(key, Set.of()).forEach(Subscription::signal);
    }

    private void tellEverybody() {
        onQueued.forEach(Subscription::signal);
        Stream.of(onTask, onEnd, onUser)
                .flatMap(subscriptions -> subscriptions.values().stream())
                .forEach(all -> all.forEach(Subscription::signal));
    }

    private static void pause() {
        try {
            Thread.sleep(RECONNECT.toMillis());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }
}
