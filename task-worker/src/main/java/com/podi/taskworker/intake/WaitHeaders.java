package com.podi.taskworker.intake;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.Text;
import com.podi.taskworker.queue.TaskQueue;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a caller says in headers about time: how long it waits, and how long the task may take. */
final class WaitHeaders {

    static final String PREFER = "Prefer";
    static final String CANCEL_AFTER = "Cancel-After";

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);
    private static final Pattern WAIT =
            Pattern.compile("(?:^|[,;]\\s*)wait(?:\\s*=\\s*\"?(\\d{1,6})\"?)?(?=\\s*(?:[,;]|$))");
    private static final Pattern DURATION = Pattern.compile("(\\d{1,6})(s|m|h)?");
    private static final Text NO_WAIT = new Text("wait须在1到60秒之间", "wait must be between 1 and 60 seconds");
    private static final Text NO_DURATION =
            new Text("须为5秒到23小时之间的时长，如90s、10m、2h", "must be a time between 5s and 23h, such as 90s, 10m or 2h");
    private static final Duration SHORTEST_LIFE = Duration.ofSeconds(5);

    private WaitHeaders() {}

    /** @return zero if the caller does not wait; other preferences than {@code wait} are not ours */
    static Duration wait(@Nullable String prefer) {
        Matcher matcher = WAIT.matcher(prefer == null ? "" : prefer.trim());
        if (!matcher.find()) {
            return Duration.ZERO;
        }
        Duration wait = matcher.group(1) == null ? LONGEST_WAIT : Duration.ofSeconds(Long.parseLong(matcher.group(1)));
        if (wait.isZero() || wait.compareTo(LONGEST_WAIT) > 0) {
            throw ErrorCode.BAD_PARAMETER.at(PREFER, NO_WAIT);
        }
        return wait;
    }

    static @Nullable Duration cancelAfter(@Nullable String value) {
        if (value == null) {
            return null;
        }
        Matcher matcher = DURATION.matcher(value.trim());
        if (!matcher.matches()) {
            throw ErrorCode.BAD_PARAMETER.at(CANCEL_AFTER, NO_DURATION);
        }
        long number = Long.parseLong(matcher.group(1));
        Duration duration =
                switch (matcher.group(2) == null ? "s" : matcher.group(2)) {
                    case "h" -> Duration.ofHours(number);
                    case "m" -> Duration.ofMinutes(number);
                    default -> Duration.ofSeconds(number);
                };
        if (duration.compareTo(SHORTEST_LIFE) < 0 || duration.compareTo(TaskQueue.LONGEST_LIFE) > 0) {
            throw ErrorCode.BAD_PARAMETER.at(CANCEL_AFTER, NO_DURATION);
        }
        return duration;
    }
}
