package com.podi.wallet.ledger;

import com.podi.wallet.database.RoundTrip;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The book: rows are appended, in the transaction that moves the points. */
@Repository
public class Ledger {

    private final JdbcClient jdbc;

    Ledger(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Entries and their roll-ups, in one statement: what the statistics say is what was written. */
    public void append(RoundTrip write, List<Movement> movements) {
        write.query(
                """
                with entry as (
                    insert into ledger_entries (entry_id, user_id, entry_no, type, available_delta, frozen_delta,
                                                balance_after, hold_id, task_id, action, reason, once_key)
                    select * from unnest(?::text[], ?::text[], ?::bigint[], ?::text[], ?::bigint[], ?::bigint[],
                                         ?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
                    returning user_id, type, available_delta, frozen_delta, action, created_at
                ), by_action as (
                    insert into spent_by_action as s (user_id, action, points)
                    select user_id, action, -sum(frozen_delta) from entry where type = 'CHARGE'
                    group by user_id, action
                    on conflict (user_id, action) do update set points = s.points + excluded.points
                ), by_day as (
                    insert into points_by_day as d (user_id, day, spent, granted)
                    select user_id, (created_at at time zone 'UTC')::date, -sum(frozen_delta), sum(available_delta)
                    from entry where type in ('CHARGE', 'GRANT') group by 1, 2
                    on conflict (user_id, day)
                        do update set spent = d.spent + excluded.spent, granted = d.granted + excluded.granted
                )
                select count(*) from entry
                """,
                count -> mustBe(movements.size(), count.getInt(1)),
                texts(movements, Movement::entryId),
                texts(movements, Movement::userId),
                numbers(movements, Movement::entryNo),
                texts(movements, movement -> movement.type().name()),
                numbers(movements, Movement::availableDelta),
                numbers(movements, Movement::frozenDelta),
                numbers(movements, Movement::balanceAfter),
                texts(movements, movement -> movement.purpose().holdId()),
                texts(movements, movement -> movement.purpose().taskId()),
                texts(movements, movement -> movement.purpose().action()),
                texts(movements, movement -> movement.purpose().reason()),
                texts(movements, movement -> movement.purpose().onceKey()));
    }

    /** What was written with this key. */
    public Optional<TransactionView> findOnce(String onceKey) {
        return jdbc.sql(TransactionView.COLUMNS + "where once_key = ?")
                .param(onceKey)
                .query(TransactionView.ROW)
                .optional();
    }

    private static String[] texts(List<Movement> movements, Function<Movement, @Nullable String> value) {
        return movements.stream().map(value).toArray(String[]::new);
    }

    private static long[] numbers(List<Movement> movements, ToLongFunction<Movement> value) {
        return movements.stream().mapToLong(value).toArray();
    }

    private static void mustBe(int expected, int written) {
        if (written != expected) {
            throw new IllegalStateException("%d entries written instead of %d".formatted(written, expected));
        }
    }
}
