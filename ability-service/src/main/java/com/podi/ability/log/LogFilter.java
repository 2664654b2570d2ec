package com.podi.ability.log;

import com.podi.contracts.error.Times;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which calls are wanted; what is absent does not matter.
 *
 * @param from inclusive
 * @param to exclusive
 */
record LogFilter(
        @Nullable @Size(min = 1, max = 64) String abilityId,
        @Nullable @Size(min = 1, max = 64) String provider,
        @Nullable @Size(min = 1, max = 64) String executorId,
        @Nullable @Size(min = 1, max = 64) String userId,

        @Nullable @Pattern(regexp = "completed|failed|canceled|rejected")
        String status,

        @Nullable @Size(min = 1, max = 64) String traceId,
        @Nullable Instant from,
        @Nullable Instant to) {

    /** What the columns must be that the filter names, but for the time. */
    Map<String, String> columns() {
        Map<String, String> columns = new HashMap<>();
        put(columns, "ability_id", abilityId);
        put(columns, "provider", provider);
        put(columns, "executor_id", executorId);
        put(columns, "user_id", userId);
        put(columns, "status", status);
        put(columns, "trace_id", traceId);
        return columns;
    }

    private static void put(Map<String, String> columns, String column, @Nullable String value) {
        if (value != null) {
            columns.put(column, value);
        }
    }

    /** As SQL, with a parameter for each column that has its name. */
    static String where(Map<String, String> columns, String time) {
        List<String> conditions = new ArrayList<>(List.of(time));
        columns.keySet().forEach(column -> conditions.add("%1$s = :%1$s".formatted(column)));
        return String.join(" and ", conditions);
    }

    Instant first() {
        Times.check("from", from);
        return Objects.requireNonNullElse(from, Times.FIRST);
    }

    Instant last() {
        Times.check("to", to);
        return Objects.requireNonNullElse(to, Times.LAST);
    }

    LogFilter until(Instant end) {
        return new LogFilter(abilityId, provider, executorId, userId, status, traceId, from, end);
    }
}
