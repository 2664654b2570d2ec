package com.podi.ability.statistics;

import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Everybody we have heard of, and when they were here; the calls in the log note it themselves. */
@Repository
public class Users {

    private static final int ACTIVE_DAYS = 30;

    private final JdbcClient jdbc;

    Users(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    record Counts(long all, long active) {}

    void known(String userId) {
        jdbc.sql("insert into users (user_id) values (?) on conflict do nothing")
                .param(userId)
                .update();
    }

    /** The user has logged in, or given us something to do. */
    public void active(String userId, Instant at) {
        jdbc.sql("""
                        insert into users as u (user_id, last_active_on) values (:userId, (:at at time zone 'UTC')::date)
                        on conflict (user_id) do update set last_active_on = excluded.last_active_on
                        where u.last_active_on is null or u.last_active_on < excluded.last_active_on
                        """).param("userId", userId).param("at", Timestamp.from(at)).update();
        jdbc.sql("""
                        insert into active_users (month, user_id)
                        values (date_trunc('month', :at at time zone 'UTC')::date, :userId) on conflict do nothing
                        """).param("userId", userId).param("at", Timestamp.from(at)).update();
    }

    Counts counts(LocalDate today) {
        return jdbc.sql("""
                        select (select count(*) from users) as everybody,
                               (select count(*) from users where last_active_on > ?) as active
                        """)
                .param(today.minusDays(ACTIVE_DAYS))
                .query((row, number) -> new Counts(row.getLong("everybody"), row.getLong("active")))
                .single();
    }

    /** How many were here in which month. */
    Map<YearMonth, Long> byMonth() {
        Map<YearMonth, Long> users = new TreeMap<>();
        jdbc.sql("select month, count(*) as users from active_users group by month")
                .query(row -> {
                    users.put(YearMonth.from(row.getObject("month", LocalDate.class)), row.getLong("users"));
                });
        return users;
    }
}
