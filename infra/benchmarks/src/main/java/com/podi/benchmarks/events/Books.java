package com.podi.benchmarks.events;

import com.podi.testsupport.Database;
import com.zaxxer.hikari.HikariDataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What was written by the publishers and what the consumer noted, read and ordered from outside. */
final class Books implements AutoCloseable {

    private final Database published;
    private final Database consumed;
    private final HikariDataSource publishedSource;
    private final HikariDataSource consumedSource;
    private final JdbcClient publisher;
    private final JdbcClient consumer;

    Books(Database published, Database consumed) {
        this.published = published;
        this.consumed = consumed;
        publishedSource = source(published);
        consumedSource = source(consumed);
        publisher = JdbcClient.create(publishedSource);
        consumer = JdbcClient.create(consumedSource);
    }

    Database published() {
        return published;
    }

    Database consumed() {
        return consumed;
    }

    private static HikariDataSource source(Database database) {
        HikariDataSource source = new HikariDataSource();
        source.setJdbcUrl(database.jdbcUrl());
        source.setUsername(database.user());
        source.setPassword(database.password());
        source.setMaximumPoolSize(2);
        return source;
    }

    void open(int aggregates) {
        publisher.sql("""
                        insert into aggregates (id) select 'aggregate-' || n from generate_series(0, ? - 1) n
                        on conflict do nothing
                        """).param(aggregates).update();
    }

    /** @param pace transactions a second of each publisher; as many as it can with -1 */
    void order(int pace, int eventsEach) {
        publisher
                .sql("update orders set pace = ?, events_each = ?")
                .params(pace, eventsEach)
                .update();
    }

    void orderQuiet() {
        publisher.sql("update orders set pace = 0").update();
    }

    /** Events whose transaction is committed. */
    long written() {
        return number(publisher, "select coalesce(sum(number), 0) from aggregates");
    }

    /** Transactions that failed. */
    long failures() {
        return number(publisher, "select failures from orders");
    }

    /** Events that the broker has not acknowledged. */
    long backlog() {
        return number(publisher, "select count(*) from outbox_record");
    }

    /** Gives up what waits for the broker; how much that was. */
    long clearBacklog() {
        return publisher.sql("delete from outbox_record").update();
    }

    /** Effects that are there, some of them twice perhaps. */
    long effects() {
        return number(consumer, "select count(*) from effects");
    }

    long distinctEffects() {
        return number(consumer, "select count(*) from (select distinct aggregate_id, number from effects) as once");
    }

    /** Effects that came after that of a later event of the same aggregate. */
    long effectsOutOfOrder() {
        return number(consumer, """
                select count(*) from (
                    select number, max(number) over (partition by aggregate_id order by position
                                                     rows between unbounded preceding and 1 preceding) as highest
                    from effects) as one
                where number < highest
                """);
    }

    private static long number(JdbcClient jdbc, String query) {
        return jdbc.sql(query).query(Long.class).single();
    }

    @Override
    public void close() {
        publishedSource.close();
        consumedSource.close();
    }
}
