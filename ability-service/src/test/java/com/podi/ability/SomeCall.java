package com.podi.ability;

import com.podi.contracts.ability.Price;
import com.podi.contracts.event.InvocationFinished;
import com.podi.contracts.event.InvocationRefused;
import com.podi.contracts.event.TaskQueued;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A completed call of an ability nobody else calls, by a user who calls no other; tests say what is special about it. */
public final class SomeCall {

    private static final JsonMapper JSON = new JsonMapper();

    private final String unique = UUID.randomUUID().toString();

    private String logId = "log_" + unique;
    private String taskId = "task_" + unique;
    private String abilityId = "ability_" + unique;
    private String provider = "podi";
    private String action = "upscale";
    private @Nullable String executorId;
    private String userId = "user_" + unique;
    private String status = "completed";
    private long durationMs = 1_200;
    private long attemptMs = 1_200;
    private @Nullable String traceId;
    private JsonNode request = JSON.createObjectNode().put("scale", 2);
    private List<String> outputs = List.of("results/t/1.png");
    private long outputBytes = 1_000;
    private @Nullable String errorCode;
    private @Nullable String errorMessage;
    private Instant at = Instant.now().truncatedTo(ChronoUnit.MICROS);

    public static SomeCall completed() {
        return new SomeCall();
    }

    public static SomeCall failed(String errorCode, String errorMessage) {
        SomeCall call = new SomeCall().ending("failed");
        call.errorCode = errorCode;
        call.errorMessage = errorMessage;
        return call;
    }

    public SomeCall ending(String status) {
        this.status = status;
        this.outputs = List.of();
        this.outputBytes = 0;
        return this;
    }

    public SomeCall logged(String logId) {
        this.logId = logId;
        return this;
    }

    public SomeCall task(String taskId) {
        this.taskId = taskId;
        return this;
    }

    public SomeCall of(String abilityId) {
        this.abilityId = abilityId;
        return this;
    }

    public SomeCall doing(String action) {
        this.action = action;
        return this;
    }

    public SomeCall on(String provider, String executorId) {
        this.provider = provider;
        this.executorId = executorId;
        return this;
    }

    public SomeCall by(String userId) {
        this.userId = userId;
        return this;
    }

    public SomeCall taking(long durationMs) {
        return taking(durationMs, durationMs);
    }

    /** @param attemptMs the last of several attempts */
    public SomeCall taking(long durationMs, long attemptMs) {
        this.durationMs = durationMs;
        this.attemptMs = attemptMs;
        return this;
    }

    public SomeCall traced(String traceId) {
        this.traceId = traceId;
        return this;
    }

    public SomeCall asking(String json) {
        this.request = JSON.readTree(json);
        return this;
    }

    public SomeCall producing(long bytes, String... outputs) {
        this.outputs = List.of(outputs);
        this.outputBytes = bytes;
        return this;
    }

    public SomeCall at(Instant at) {
        this.at = at;
        return this;
    }

    public TaskQueued queued() {
        return new TaskQueued(taskId, userId, abilityId, action, at.minusMillis(durationMs));
    }

    /** Before there was a task. */
    public InvocationRefused refused(String errorCode) {
        return new InvocationRefused(
                logId, taskId, abilityId, userId, traceId, request, errorCode, "refused: " + errorCode, at);
    }

    public InvocationFinished finished() {
        return new InvocationFinished(
                logId,
                taskId,
                abilityId,
                provider,
                action,
                executorId,
                userId,
                status,
                durationMs,
                status.equals("completed") ? attemptMs : null,
                5,
                new Price("CNY", "per_image", new BigDecimal("0.10"), null, 1, new BigDecimal("0.10"), 10),
                outputs.size(),
                10L * outputs.size(),
                traceId,
                request,
                outputs,
                outputBytes,
                errorCode,
                errorMessage,
                at,
                null);
    }
}
