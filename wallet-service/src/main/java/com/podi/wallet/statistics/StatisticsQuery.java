package com.podi.wallet.statistics;

import com.podi.wallet.account.Accounts;
import com.podi.wallet.account.Balance;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/** Reads the ledger; all figures of one answer are of one moment. */
@Service
class StatisticsQuery {

    private static final int DAYS = 30;

    private final JdbcClient jdbc;
    private final Accounts accounts;

    StatisticsQuery(JdbcClient jdbc, Accounts accounts) {
        this.jdbc = jdbc;
        this.accounts = accounts;
    }

    private record Totals(long granted, long spent, long released) {}

    private record ActionPoints(String action, long points) {}

    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    PointStatistics of(String userId) {
        Balance balance = accounts.balanceOf(userId);
        Totals totals = jdbc.sql("""
                        select coalesce(sum(available_delta) filter (where type = 'GRANT'), 0) as granted,
                               coalesce(-sum(frozen_delta) filter (where type = 'CHARGE'), 0) as spent,
                               coalesce(sum(available_delta) filter (where type in ('RELEASE', 'EXPIRE')), 0) as released
                        from ledger_entries where user_id = ?
                        """).param(userId).query(Totals.class).single();
        return new PointStatistics(
                balance.available(),
                balance.frozen(),
                totals.granted(),
                totals.spent(),
                totals.released(),
                byAction(userId),
                daily(userId));
    }

    private Map<String, Long> byAction(String userId) {
        Map<String, Long> points = new LinkedHashMap<>();
        jdbc.sql("""
                        select action, -sum(frozen_delta) as points from ledger_entries
                        where user_id = ? and type = 'CHARGE' group by action order by points desc, action
                        """)
                .param(userId)
                .query(ActionPoints.class)
                .list()
                .forEach(row -> points.put(row.action(), row.points()));
        return points;
    }

    private List<PointStatistics.Day> daily(String userId) {
        return jdbc.sql("""
                        select (created_at at time zone 'UTC')::date as date,
                               coalesce(-sum(frozen_delta) filter (where type = 'CHARGE'), 0) as spent,
                               coalesce(sum(available_delta) filter (where type = 'GRANT'), 0) as granted
                        from ledger_entries
                        where user_id = ? and type in ('CHARGE', 'GRANT') and created_at > now() - make_interval(days => ?)
                        group by 1 order by 1
                        """)
                .params(userId, DAYS)
                .query(PointStatistics.Day.class)
                .list();
    }
}
