package com.podi.ability.statistics;

import com.podi.ability.catalog.AbilityFigures;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** How abilities have fared in the last 30 days; the catalogue asks for each of them, so all are read at once. */
@Service
class LatelyByAbility implements AbilityFigures {

    private static final int DAYS = 30;
    private static final Duration GOOD_FOR = Duration.ofSeconds(10);

    private final JdbcClient jdbc;
    private final Clock clock;
    private volatile Reading last = new Reading(Instant.MIN, Map.of());

    LatelyByAbility(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    private record Reading(Instant goodUntil, Map<String, Figures> figures) {}

    @Override
    public Optional<Figures> of(String abilityId) {
        Instant now = clock.instant();
        Reading reading = last;
        if (!now.isBefore(reading.goodUntil())) {
            reading = new Reading(now.plus(GOOD_FOR), read(LocalDate.ofInstant(now, ZoneOffset.UTC)));
            last = reading;
        }
        return Optional.ofNullable(reading.figures().get(abilityId));
    }

    private Map<String, Figures> read(LocalDate today) {
        Map<String, Figures> figures = new HashMap<>();
        jdbc.sql("""
                        select ability_id,
                               coalesce(sum(calls) filter (where status = 'completed'), 0) / sum(calls) as success_rate,
                               coalesce(sum(duration_ms) filter (where status = 'completed')
                                   / sum(calls) filter (where status = 'completed'), 0) as avg_duration_ms
                        from calls_by_day
                        where day > ? and status in ('completed', 'failed')
                        group by ability_id
                        """).param(today.minusDays(DAYS)).query(row -> {
            figures.put(
                    row.getString("ability_id"),
                    new Figures(row.getDouble("success_rate"), Math.round(row.getDouble("avg_duration_ms"))));
        });
        return figures;
    }
}
