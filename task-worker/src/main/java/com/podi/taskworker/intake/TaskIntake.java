package com.podi.taskworker.intake;

import com.podi.contracts.ability.AbilityClient;
import com.podi.contracts.ability.Names;
import com.podi.contracts.ability.Plan;
import com.podi.contracts.ability.PlanRequest;
import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.PodiException;
import com.podi.contracts.error.Text;
import com.podi.contracts.event.TaskQueued;
import com.podi.contracts.wallet.FreezeRequest;
import com.podi.contracts.wallet.HoldView;
import com.podi.contracts.wallet.ReleaseRequest;
import com.podi.contracts.wallet.WalletClient;
import com.podi.starter.event.Events;
import com.podi.starter.id.Ids;
import com.podi.starter.security.Caller;
import com.podi.starter.web.Traces;
import com.podi.taskworker.callback.Callback;
import com.podi.taskworker.callback.Callbacks;
import com.podi.taskworker.execution.TaskFinisher;
import com.podi.taskworker.journal.JournalMessage;
import com.podi.taskworker.journal.TaskJournal;
import com.podi.taskworker.queue.AbilityTask;
import com.podi.taskworker.queue.Lanes;
import com.podi.taskworker.queue.NewTask;
import com.podi.taskworker.queue.TaskImage;
import com.podi.taskworker.queue.TaskQueue;
import com.podi.taskworker.queue.TaskStatus;
import com.podi.taskworker.queue.Tasks;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Plan, row, hold, queue: each step can be the last one of this process, and {@link IntakeRecovery} tidies up after it.
 * The row comes before the hold, so that no points are frozen for a task that nobody knows of.
 */
@Service
class TaskIntake {

    private static final Logger log = LoggerFactory.getLogger(TaskIntake.class);

    private static final String CHANNEL = "api";
    private static final String HELD = "HELD";
    private static final Pattern ABILITY_ID = Pattern.compile(Names.RECORD_ID);
    private static final int LONGEST_METADATA = 16 * 1024;
    private static final Duration FARTHEST_START = Duration.ofHours(12);
    private static final Duration BEFORE_THE_QUEUE_IS_SHORTER = Duration.ofSeconds(5);
    private static final Text SMALL_OBJECT = new Text("必须是不超过16 KiB的JSON对象", "must be a JSON object of at most 16 KiB");
    private static final Text TOO_FAR = new Text("最多可延后12小时", "may be at most twelve hours ahead");

    private final AbilityClient abilities;
    private final TaskImages images;
    private final Callbacks callbacks;
    private final WalletClient wallet;
    private final TaskQueue queue;
    private final Tasks tasks;
    private final Lanes lanes;
    private final TaskJournal journal;
    private final TaskFinisher finisher;
    private final RefusedCalls refusals;
    private final Events events;
    private final TransactionTemplate transaction;
    private final Traces traces;
    private final JsonMapper json;
    private final Clock clock;
    private final IntakeProperties properties;

    TaskIntake(
            AbilityClient abilities,
            TaskImages images,
            Callbacks callbacks,
            WalletClient wallet,
            TaskQueue queue,
            Tasks tasks,
            Lanes lanes,
            TaskJournal journal,
            TaskFinisher finisher,
            RefusedCalls refusals,
            Events events,
            TransactionTemplate transaction,
            Traces traces,
            JsonMapper json,
            Clock clock,
            IntakeProperties properties) {
        this.abilities = abilities;
        this.images = images;
        this.callbacks = callbacks;
        this.wallet = wallet;
        this.queue = queue;
        this.tasks = tasks;
        this.lanes = lanes;
        this.journal = journal;
        this.finisher = finisher;
        this.refusals = refusals;
        this.events = events;
        this.transaction = transaction;
        this.traces = traces;
        this.json = json;
        this.clock = clock;
        this.properties = properties;
    }

    /** @param operationId of the call: a repeat of it goes on where the first one was left */
    AbilityTask submit(Order order, Caller caller, String operationId) {
        String taskId = Objects.requireNonNullElseGet(order.taskId(), () -> Ids.after(operationId, "task"));
        return goOn(taskId, operationId).orElseGet(() -> admit(refusals.toldOf(
                        List.of(RefusedCall.of(order, caller)),
                        () -> writeDown(List.of(task(order, caller, taskId, operationId, null)))))
                .get(0));
    }

    /** All of them or none. */
    List<AbilityTask> submitBatch(String batchId, List<Order> orders, Caller caller, String operationId) {
        List<AbilityTask> before = tasks.ofBatch(batchId);
        if (!before.isEmpty()) {
            return goOn(before);
        }
        return admit(refusals.toldOf(
                orders.stream().map(order -> RefusedCall.of(order, caller)).toList(),
                () -> writeDown(wishes(batchId, orders, caller, operationId))));
    }

    private List<Wish> wishes(String batchId, List<Order> orders, Caller caller, String operationId) {
        List<Wish> all = new ArrayList<>();
        for (Order order : orders) {
            // New ids each time: what was frozen for a batch that could not be paid is released for good.
            String taskId = Objects.requireNonNullElseGet(order.taskId(), () -> Ids.next("task"));
            NewTask.BatchPlace place = new NewTask.BatchPlace(batchId, all.size());
            all.add(task(order, caller, taskId, operationId, place));
        }
        return all;
    }

    /** A refusal names the item of the batch that it is about. */
    private static <T> T of(Order order, Supplier<T> part) {
        try {
            return part.get();
        } catch (PodiException refused) {
            throw order.path().isEmpty() || refused.errorCode().status() >= 500
                    ? refused
                    : refused.within(order.path());
        }
    }

    /** What a former attempt at the same call has left counts, however one would judge the call now. */
    private Optional<AbilityTask> goOn(String taskId, String operationId) {
        return tasks.find(taskId)
                .filter(task -> operationId.equals(task.operationId()))
                .map(task -> goOn(List.of(task)).get(0));
    }

    private List<AbilityTask> goOn(List<AbilityTask> before) {
        List<Admission> unfinished = before.stream()
                .filter(task -> task.status() == TaskStatus.PENDING)
                .map(Admission::again)
                .toList();
        // Where the recovery has begun to undo a batch, it undoes all of it.
        if (before.stream().noneMatch(task -> task.hasEnded() && task.queuedAt() == null)) {
            admit(unfinished);
        }
        return before.stream()
                .map(task -> tasks.find(task.taskId()).orElseThrow())
                .toList();
    }

    /** Runs the same again, with the ability as it was. */
    AbilityTask retry(AbilityTask original, String operationId) {
        String taskId = Ids.after(operationId, "task");
        return goOn(taskId, operationId).orElseGet(() -> admit(refusals.toldOf(
                        List.of(RefusedCall.again(original)),
                        () -> writeDown(List.of(again(original, taskId, operationId)))))
                .get(0));
    }

    private Wish again(AbilityTask original, String taskId, String operationId) {
        List<TaskImages.Found> pictures = images.again(original);
        NewTask task = new NewTask(
                taskId,
                original.userId(),
                original.plan(),
                imagesOf(pictures),
                original.metadata(),
                new NewTask.Timing(original.priority(), null, null),
                null,
                original.taskId(),
                operationId,
                awaitedOf(pictures),
                Ids.next("log"),
                traces.currentId());
        return new Wish(task, Optional.empty());
    }

    private static List<TaskImage> imagesOf(List<TaskImages.Found> pictures) {
        return pictures.stream().map(TaskImages.Found::image).toList();
    }

    private static List<String> awaitedOf(List<TaskImages.Found> pictures) {
        return pictures.stream()
                .map(TaskImages.Found::awaitedKey)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }

    /** A task, and whom to tell of its end. */
    private record Wish(NewTask task, Optional<Callback> callback) {}

    /**
     * A task that is written down and waits for its points.
     *
     * @param isNew whether nothing can have been frozen for it before
     * @param mayAwait whether its pictures may still be on their way
     */
    private record Admission(
            String taskId, String userId, String action, long points, boolean isNew, boolean mayAwait) {

        private static Admission of(NewTask task) {
            return new Admission(
                    task.taskId(),
                    task.userId(),
                    task.plan().action(),
                    task.plan().price().points(),
                    true,
                    !task.awaitedUploads().isEmpty());
        }

        private static Admission again(AbilityTask task) {
            return new Admission(task.taskId(), task.userId(), task.plan().action(), task.points(), false, true);
        }
    }

    private Wish task(
            Order order, Caller caller, String taskId, String operationId, NewTask.@Nullable BatchPlace batch) {
        JsonNode metadata = checked(order.request().metadata(), order.path());
        checkStart(order);
        Optional<Callback> callback = callback(order);
        Plan plan = of(order, () -> plan(order));
        lanes.introduce(plan);
        List<TaskImages.Found> pictures = of(
                order,
                () -> images.check(
                        order.request(), order.path(), new TaskImages.Call(caller.userId(), taskId, operationId)));
        NewTask task = new NewTask(
                taskId,
                caller.userId(),
                plan,
                imagesOf(pictures),
                metadata,
                order.timing(),
                batch,
                null,
                operationId,
                awaitedOf(pictures),
                Ids.next("log"),
                traces.currentId());
        return new Wish(task, callback);
    }

    private Optional<Callback> callback(Order order) {
        InvokeRequest request = order.request();
        return callbacks.check(
                request.callbackUrl(),
                order.callbackField(),
                request.callbackHeaders(),
                order.path() + "callbackHeaders");
    }

    /** From here on each call has a row, and is told of with its end, also if it is refused. */
    private List<Admission> writeDown(List<Wish> wishes) {
        List<NewTask> all = wishes.stream().map(Wish::task).toList();
        Map<String, String> chosen = lanesFor(all);
        transaction.executeWithoutResult(status ->
                wishes.forEach(wish -> write(wish, chosen.get(wish.task().taskId()))));
        return all.stream().map(Admission::of).toList();
    }

    private void write(Wish wish, String lane) {
        NewTask task = wish.task();
        if (!queue.submit(task, lane, properties.uploadsTimeout())) {
            return;
        }
        if (task.retryOf() != null) {
            callbacks.keepAsOf(task.retryOf(), task.taskId());
        }
        wish.callback().ifPresent(callback -> callbacks.keep(task.taskId(), task.userId(), callback));
    }

    /** @return the lane of each task, by its id */
    private Map<String, String> lanesFor(List<NewTask> all) {
        Map<String, String> chosen = new HashMap<>();
        Map<String, Integer> coming = new HashMap<>();
        for (NewTask task : all) {
            Lanes.Choice lane = lanes.choose(task.plan(), properties.laneLimit());
            int before = lane.waiting() + coming.merge(lane.name(), 1, Integer::sum) - 1;
            if (before >= properties.laneLimit()) {
                throw ErrorCode.QUEUE_FULL
                        .because("%d tasks wait in %s", before, lane.name())
                        .retryAfter(BEFORE_THE_QUEUE_IS_SHORTER);
            }
            chosen.put(task.taskId(), lane.name());
        }
        return chosen;
    }

    /** All of them or none, whatever has become of some meanwhile. */
    private List<AbilityTask> admit(List<Admission> all) {
        Map<String, Optional<String>> holds = freeze(all);
        Optional<List<AbilityTask>> admitted = Objects.requireNonNull(transaction.execute(status -> {
            Optional<List<AbilityTask>> together = admit(all, holds);
            if (together.isEmpty()) {
                status.setRollbackOnly();
            }
            return together;
        }));
        if (admitted.isEmpty()) {
            holds.forEach(this::undo);
            throw ErrorCode.SERVICE_UNAVAILABLE.because("the recovery was faster: %s", holds.keySet());
        }
        return admitted.get().stream()
                .map(task -> task.cancelRequested()
                        ? finisher.cancelWaiting(task.taskId()).orElse(task)
                        : task)
                .toList();
    }

    /** @return empty if the recovery has given up one of them, since we were so slow */
    private Optional<List<AbilityTask>> admit(List<Admission> all, Map<String, Optional<String>> holds) {
        List<AbilityTask> admitted = new ArrayList<>();
        for (Admission admission : all) {
            Optional<AbilityTask> task =
                    admit(admission, holds.get(admission.taskId())).or(() -> queuedBefore(admission.taskId()));
            if (task.isEmpty()) {
                return Optional.empty();
            }
            admitted.add(task.get());
        }
        return Optional.of(admitted);
    }

    /** By a former attempt at the same call. */
    private Optional<AbilityTask> queuedBefore(String taskId) {
        return tasks.find(taskId).filter(task -> task.queuedAt() != null);
    }

    private void undo(String taskId, Optional<String> holdId) {
        if (queuedBefore(taskId).isEmpty()) {
            tasks.find(taskId).ifPresent(task -> finisher.abandonIntake(task, holdId, ErrorCode.SERVICE_UNAVAILABLE));
            // The recovery may have been there before our points were frozen.
            holdId.ifPresent(this::releaseIfPossible);
        }
    }

    private void releaseIfPossible(String holdId) {
        try {
            release(holdId, "intake given up");
        } catch (PodiException away) {
            log.warn("not released, it will expire: hold={} because={}", holdId, away.getMessage());
        }
    }

    private Map<String, Optional<String>> freeze(List<Admission> all) {
        Map<String, Optional<String>> holds = new HashMap<>();
        for (Admission admission : all) {
            try {
                holds.put(admission.taskId(), freeze(admission));
            } catch (PodiException refused) {
                // A clear no ends it here; after anything else points may be frozen, which the recovery finds out.
                if (refused.errorCode().status() < 500) {
                    withdraw(all, holds, refused.errorCode());
                }
                throw refused;
            }
        }
        return holds;
    }

    private Optional<String> freeze(Admission admission) {
        if (admission.points() == 0) {
            return Optional.empty();
        }
        HoldView hold = wallet.freeze(new FreezeRequest(
                        admission.userId(), admission.taskId(), admission.action(), admission.points(), CHANNEL))
                .data();
        if (!hold.status().equals(HELD)) {
            // The wallet answers a repeat with the same hold, whatever has become of it: nothing is frozen by that.
            throw (admission.isNew() ? ErrorCode.TASK_ID_TAKEN : ErrorCode.SERVICE_UNAVAILABLE)
                    .because("the hold of %s is %s", admission.taskId(), hold.status());
        }
        return Optional.of(hold.holdId());
    }

    /** What was frozen for the others of a batch goes back first: while the rows are there, the recovery would do it. */
    private void withdraw(List<Admission> all, Map<String, Optional<String>> holds, ErrorCode error) {
        holds.values().forEach(hold -> hold.ifPresent(holdId -> release(holdId, "not all of the batch could be paid")));
        all.forEach(admission -> tasks.find(admission.taskId()).ifPresent(row -> finisher.reject(row, error)));
    }

    private void release(String holdId, String reason) {
        wallet.release(new ReleaseRequest(holdId, reason));
    }

    /** @return empty if it has been queued before, or its intake was given up */
    private Optional<AbilityTask> admit(Admission admission, Optional<String> holdId) {
        if (admission.mayAwait() && queue.awaitUploads(admission.taskId(), holdId)) {
            journal.write(admission.taskId(), JournalMessage.AWAITS_UPLOADS);
            Optional<AbilityTask> waiting = tasks.find(admission.taskId());
            waiting.ifPresent(task -> tellThatItWaits(task, task.createdAt()));
            return waiting;
        }
        return enqueue(admission.taskId(), holdId);
    }

    /** @return empty if it has been queued before, or its intake was given up */
    @Transactional
    Optional<AbilityTask> enqueue(String taskId, Optional<String> holdId) {
        Optional<AbilityTask> queued = queue.enqueue(taskId, holdId);
        queued.ifPresent(task -> {
            journal.write(task.taskId(), JournalMessage.QUEUED);
            tellThatItWaits(task, Objects.requireNonNull(task.queuedAt()));
        });
        return queued;
    }

    private void tellThatItWaits(AbilityTask task, Instant since) {
        events.publish(new TaskQueued(
                task.taskId(),
                task.userId(),
                task.plan().abilityId(),
                task.plan().action(),
                since));
    }

    private Plan plan(Order order) {
        if (!ABILITY_ID.matcher(order.abilityId()).matches()) {
            throw ErrorCode.ABILITY_NOT_FOUND.because("no id of an ability");
        }
        InvokeRequest request = order.request();
        return abilities
                .plan(
                        order.abilityId(),
                        new PlanRequest(objectOrEmpty(request.inputs()), images.count(request), request.executorId()))
                .data();
    }

    private void checkStart(Order order) {
        if (order.timing().notBefore() != null
                && order.timing().notBefore().isAfter(clock.instant().plus(FARTHEST_START))) {
            throw ErrorCode.BAD_PARAMETER.at(order.path() + "notBefore", TOO_FAR);
        }
    }

    private JsonNode checked(@Nullable JsonNode metadata, String path) {
        JsonNode object = objectOrEmpty(metadata);
        if (!object.isObject() || object.toString().length() > LONGEST_METADATA) {
            throw ErrorCode.BAD_PARAMETER.at(path + "metadata", SMALL_OBJECT);
        }
        return object;
    }

    private JsonNode objectOrEmpty(@Nullable JsonNode node) {
        return node == null || node.isNull() ? json.createObjectNode() : node;
    }
}
