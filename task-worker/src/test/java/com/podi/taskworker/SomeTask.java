package com.podi.taskworker;

import com.podi.contracts.ability.Plan;
import com.podi.contracts.ability.Price;
import com.podi.contracts.error.ErrorCode;
import com.podi.starter.id.Ids;
import com.podi.taskworker.queue.AbilityTask;
import com.podi.taskworker.queue.Lane;
import com.podi.taskworker.queue.NewTask;
import com.podi.taskworker.queue.TaskImage;
import com.podi.taskworker.queue.TaskStatus;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Tasks for tests that care for little of them. */
public final class SomeTask {

    private static final JsonMapper JSON = new JsonMapper();
    private static final BigDecimal PRICE = new BigDecimal("0.10");

    private SomeTask() {}

    /** A plan that one of these executors can carry out; the built-in tools if none is named. */
    public static Plan plan(Plan.Candidate... candidates) {
        return plan("podi_upscale", null, candidates);
    }

    public static Plan plan(String abilityId, @Nullable Integer maxConcurrency, Plan.Candidate... candidates) {
        return plan(
                abilityId,
                candidates.length == 0 ? "podi" : "double",
                "upscale",
                new Plan.Limits(60, 3, 1, maxConcurrency),
                candidates);
    }

    public static Plan plan(
            String abilityId, String provider, String capability, Plan.Limits limits, Plan.Candidate... candidates) {
        return new Plan(
                abilityId,
                1,
                provider,
                "upscale",
                capability,
                JSON.createObjectNode().put("scale", 2),
                Arrays.asList(candidates),
                new Price("CNY", "per_image", PRICE, null, 1, PRICE, 10),
                limits);
    }

    /** The same plan, by this policy. */
    public static Plan going(String policy, Plan plan) {
        return new Plan(
                plan.abilityId(),
                plan.version(),
                plan.provider(),
                plan.action(),
                plan.capabilityKey(),
                plan.inputs(),
                plan.candidates(),
                plan.price(),
                plan.limits(),
                policy,
                plan.workflow());
    }

    public static Plan.Candidate executor(String id, int maxConcurrency) {
        return new Plan.Candidate(id, id, "double", "http://" + id, 1, maxConcurrency);
    }

    public static NewTask of(String userId, Plan plan) {
        return of(Ids.next("task"), userId, plan, NewTask.Timing.AT_ONCE);
    }

    public static NewTask ofBatch(String batchId, String userId, Plan plan) {
        return of(Ids.next("task"), userId, plan, NewTask.Timing.AT_ONCE, new NewTask.BatchPlace(batchId, 0));
    }

    public static NewTask of(String taskId, String userId, Plan plan, NewTask.Timing timing) {
        return of(taskId, userId, plan, timing, null);
    }

    /** One that works on this picture. */
    public static NewTask with(String userId, Plan plan, TaskImage image) {
        NewTask task = of(userId, plan);
        return new NewTask(
                task.taskId(),
                userId,
                plan,
                List.of(image),
                task.metadata(),
                task.timing(),
                null,
                null,
                task.operationId(),
                List.of(),
                task.logId(),
                null);
    }

    /** One whose picture has still to be uploaded. */
    public static NewTask awaiting(String userId, Plan plan, String objectKey) {
        return of(Ids.next("task"), userId, plan, NewTask.Timing.AT_ONCE, null, List.of(objectKey));
    }

    private static NewTask of(
            String taskId, String userId, Plan plan, NewTask.Timing timing, NewTask.@Nullable BatchPlace batch) {
        return of(taskId, userId, plan, timing, batch, List.of());
    }

    private static NewTask of(
            String taskId,
            String userId,
            Plan plan,
            NewTask.Timing timing,
            NewTask.@Nullable BatchPlace batch,
            List<String> awaitedUploads) {
        return new NewTask(
                taskId,
                userId,
                plan,
                plan.provider().equals("podi")
                        ? List.of(TaskImage.stored("image", "uploads/t/a.png", "a.png", 10))
                        : List.of(),
                JSON.createObjectNode(),
                timing,
                batch,
                null,
                Ids.next("op"),
                awaitedUploads,
                Ids.next("log"),
                null);
    }

    public static AbilityTask running(int attempt, int forgiven) {
        return row(TaskStatus.RUNNING, attempt, forgiven, null);
    }

    public static AbilityTask failed() {
        return row(TaskStatus.FAILED, 1, 0, ErrorCode.EXECUTOR_ERROR);
    }

    private static AbilityTask row(TaskStatus status, int attempt, int forgiven, @Nullable ErrorCode error) {
        return new AbilityTask(
                "task_1",
                "ann",
                plan(),
                List.of(),
                JSON.createObjectNode(),
                Lane.BUILT_IN_TOOLS,
                0,
                null,
                null,
                "op_1",
                10,
                "hold_1",
                "log_1",
                null,
                status,
                4,
                status.isTerminal() ? 100 : 0,
                attempt,
                forgiven,
                0,
                false,
                null,
                null,
                error,
                null,
                Instant.EPOCH,
                Instant.EPOCH,
                Instant.EPOCH,
                Instant.EPOCH,
                status.isTerminal() ? Instant.EPOCH : null,
                Instant.EPOCH,
                false);
    }
}
