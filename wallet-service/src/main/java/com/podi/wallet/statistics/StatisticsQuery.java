package com.podi.wallet.statistics;

import com.podi.wallet.database.Reading;
import com.podi.wallet.statistics.PointStatistics.Day;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads what the ledger keeps added up, in one statement: all figures of one answer are of one moment. */
@Repository
class StatisticsQuery {

    private static final int DAYS = 30;

    private static final String SQL = """
            select t.today, coalesce(a.available_points, 0) as available, coalesce(a.frozen_points, 0) as frozen,
                   coalesce(a.granted_points, 0) as granted, coalesce(a.spent_points, 0) as spent,
                   coalesce(a.released_points, 0) as released,
                   array(select action from spent_by_action s where s.user_id = t.user_id
                         order by points desc, action) as actions,
                   array(select points from spent_by_action s where s.user_id = t.user_id
                         order by points desc, action) as action_points,
                   array(select t.today - day from points_by_day d where d.user_id = t.user_id and day > t.today - %1$d
                         order by day) as days_ago,
                   array(select spent from points_by_day d where d.user_id = t.user_id and day > t.today - %1$d
                         order by day) as day_spent,
                   array(select granted from points_by_day d where d.user_id = t.user_id and day > t.today - %1$d
                         order by day) as day_granted
            from (select ?::text as user_id, (now() at time zone 'UTC')::date as today) t
            left join accounts a using (user_id)
            """.formatted(DAYS);

    private final JdbcClient jdbc;

    StatisticsQuery(@Reading JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    PointStatistics of(String userId) {
        return jdbc.sql(SQL)
                .param(userId)
                .query((row, number) -> new PointStatistics(
                        row.getLong("available"),
                        row.getLong("frozen"),
                        row.getLong("granted"),
                        row.getLong("spent"),
                        row.getLong("released"),
                        byAction(row),
                        daily(row)))
                .single();
    }

    private static Map<String, Long> byAction(ResultSet row) throws SQLException {
        String[] actions = (String[]) row.getArray("actions").getArray();
        Long[] points = (Long[]) row.getArray("action_points").getArray();
        Map<String, Long> byAction = new LinkedHashMap<>();
        for (int i = 0; i < actions.length; i++) {
            byAction.put(actions[i], points[i]);
        }
        return byAction;
    }

    private static List<Day> daily(ResultSet row) throws SQLException {
        LocalDate today = row.getObject("today", LocalDate.class);
        Integer[] daysAgo = (Integer[]) row.getArray("days_ago").getArray();
        Long[] spent = (Long[]) row.getArray("day_spent").getArray();
        Long[] granted = (Long[]) row.getArray("day_granted").getArray();
        List<Day> days = new ArrayList<>(IntStream.range(0, DAYS)
                .mapToObj(number -> new Day(today.minusDays(DAYS - 1L - number), 0, 0))
                .toList());
        for (int i = 0; i < daysAgo.length; i++) {
            // Tomorrow may have begun for whoever wrote a row while this was asked.
            if (daysAgo[i] >= 0) {
                int number = DAYS - 1 - daysAgo[i];
                days.set(number, new Day(days.get(number).date(), spent[i], granted[i]));
            }
        }
        return days;
    }
}
