package com.podi.ability.log;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.Text;
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
        @Nullable @Size(max = 64) String abilityId,
        @Nullable @Size(max = 64) String provider,
        @Nullable @Size(max = 64) String executorId,
        @Nullable @Size(max = 64) String userId,

        @Nullable @Pattern(regexp = "completed|failed|canceled|rejected")
        String status,

        @Nullable @Size(max = 64) String traceId,
        @Nullable Instant from,
        @Nullable Instant to) {

    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T00:00:00Z");
    private static final Text OUT_OF_RANGE = new Text("必须在公元1年至9999年之间", "must lie in the years 1 to 9999");

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
        return date("from", from, FIRST);
    }

    Instant last() {
        return date("to", to, LAST);
    }

    LogFilter until(Instant end) {
        return new LogFilter(abilityId, provider, executorId, userId, status, traceId, from, end);
    }

    /** The database knows fewer years than Java does. */
    private static Instant date(String field, @Nullable Instant given, Instant otherwise) {
        Instant time = Objects.requireNonNullElse(given, otherwise);
        if (time.isBefore(FIRST) || time.isAfter(LAST)) {
            throw ErrorCode.BAD_PARAMETER.at(field, OUT_OF_RANGE);
        }
        return time;
    }
}
