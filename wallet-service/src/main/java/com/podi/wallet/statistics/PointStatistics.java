package com.podi.wallet.statistics;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/**
 * What became of a user's points.
 *
 * @param totalGranted what was taken away again counts against it
 * @param byAction points spent, by the action they were spent on
 * @param daily the last 30 days (UTC), oldest first, quiet ones too
 */
record PointStatistics(
        long balance,
        long frozen,
        long totalGranted,
        long totalSpent,
        long totalReleased,
        Map<String, Long> byAction,
        List<Day> daily) {

    record Day(LocalDate date, long spent, long granted) {}
}
