package com.podi.wallet.statistics;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/** Reads what the ledger keeps added up; all figures of one answer are of one moment. */
@Service
class StatisticsQuery {

    private static final int DAYS = 30;

    private final JdbcClient jdbc;

    StatisticsQuery(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    private record Totals(long available, long frozen, long granted, long spent, long released) {

        static final Totals NONE = new Totals(0, 0, 0, 0, 0);
    }

    private record ActionPoints(String action, long points) {}

    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    PointStatistics of(String userId) {
        Totals totals =
                jdbc.sql("""
                        select available_points as available, frozen_points as frozen, granted_points as granted,
                               spent_points as spent, released_points as released
                        from accounts where user_id = ?
                        """).param(userId).query(Totals.class).optional().orElse(Totals.NONE);
        return new PointStatistics(
                totals.available(),
                totals.frozen(),
                totals.granted(),
                totals.spent(),
                totals.released(),
                byAction(userId),
                daily(userId));
    }

    private Map<String, Long> byAction(String userId) {
        Map<String, Long> points = new LinkedHashMap<>();
        jdbc.sql("select action, points from spent_by_action where user_id = ? order by points desc, action")
                .param(userId)
                .query(ActionPoints.class)
                .list()
                .forEach(row -> points.put(row.action(), row.points()));
        return points;
    }

    private List<PointStatistics.Day> daily(String userId) {
        return jdbc.sql("""
                        select today - ago as date, coalesce(spent, 0) as spent, coalesce(granted, 0) as granted
                        from (select (now() at time zone 'UTC')::date as today) t
                        cross join generate_series(:days - 1, 0, -1) as ago
                        left join points_by_day d on d.user_id = :userId and d.day = today - ago
                        order by date
                        """)
                .param("days", DAYS)
                .param("userId", userId)
                .query(PointStatistics.Day.class)
                .list();
    }
}
