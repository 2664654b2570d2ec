package com.podi.coze.ability;

import com.podi.contracts.task.TaskSubmission;
import com.podi.coze.access.CozeCaller;
import com.podi.coze.access.Fingerprint;
import com.podi.starter.id.Ids;
import com.podi.starter.schedule.Purge;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Knows a call again that comes twice within a minute: Coze, its workflows and its models repeat what they have no answer
 * to, and each repeat would be paid. The minute begins with the first call that was not refused, by the database's clock.
 */
@Component
class RecentCalls {

    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final Duration window;

    RecentCalls(JdbcClient jdbc, JsonMapper json, AbilityProperties properties) {
        this.jdbc = jdbc;
        this.json = json;
        this.window = properties.sameWithin();
    }

    /** @param key the same for every attempt at one call */
    record Attempt(String fingerprint, String key) {}

    Attempt begin(String path, TaskSubmission submission, CozeCaller caller) {
        String fingerprint = fingerprint(path, submission, caller);
        while (true) {
            // Between the two the minute may have ended for whoever has just asked.
            Optional<String> key = claim(fingerprint).or(() -> find(fingerprint));
            if (key.isPresent()) {
                return new Attempt(fingerprint, key.get());
            }
        }
    }

    /**
     * With the same call again the minute begins anew. The key stays: a twin of the refused call may have it in hand, and what
     * comes of that must be found by those who come after both.
     */
    void refused(Attempt attempt) {
        jdbc.sql("update recent_calls set refused = true where fingerprint = ? and idempotency_key = ?")
                .params(attempt.fingerprint(), attempt.key())
                .update();
    }

    /** @return empty if the same was called within the last minute */
    private Optional<String> claim(String fingerprint) {
        return jdbc.sql("""
                        insert into recent_calls as r (fingerprint, idempotency_key, called_at)
                        values (:fingerprint, :key, now())
                        on conflict (fingerprint) do update
                        set idempotency_key = case when r.called_at <= now() - make_interval(secs => :window)
                                                   then excluded.idempotency_key else r.idempotency_key end,
                            called_at = excluded.called_at, refused = false
                        where r.refused or r.called_at <= now() - make_interval(secs => :window)
                        returning idempotency_key
                        """)
                .param("fingerprint", fingerprint)
                .param("key", Ids.next("coze"))
                .param("window", window.toMillis() / 1000.0)
                .query(String.class)
                .optional();
    }

    private Optional<String> find(String fingerprint) {
        return jdbc.sql("select idempotency_key from recent_calls where fingerprint = ?")
                .param(fingerprint)
                .query(String.class)
                .optional();
    }

    @Scheduled(fixedDelayString = "PT10M", initialDelayString = "PT1M")
    void purge() {
        Purge.rows(
                jdbc,
                "recent_calls",
                "called_at <= now() - make_interval(secs => %d)".formatted(window.toSeconds() + 1));
    }

    private String fingerprint(String path, TaskSubmission submission, CozeCaller caller) {
        return Fingerprint.of(json.writeValueAsBytes(
                Arrays.asList(caller.key(), caller.userId(), path, json.valueToTree(submission))));
    }
}
