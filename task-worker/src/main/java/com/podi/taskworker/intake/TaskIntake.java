package com.podi.taskworker.intake;

import com.podi.contracts.ability.AbilityClient;
import com.podi.contracts.ability.Plan;
import com.podi.contracts.ability.PlanRequest;
import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.PodiException;
import com.podi.contracts.error.Text;
import com.podi.contracts.event.TaskQueued;
import com.podi.contracts.wallet.FreezeRequest;
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
import com.podi.taskworker.queue.TaskQueue;
import com.podi.taskworker.queue.Tasks;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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

    private static final String CHANNEL = "api";
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
        this.events = events;
        this.transaction = transaction;
        this.traces = traces;
        this.json = json;
        this.clock = clock;
        this.properties = properties;
    }

    /** @param operationId of the call: a repeat of it goes on where the first one was left */
    AbilityTask submit(Order order, Caller caller, String operationId) {
        return submit(List.of(task(order, caller, operationId, null))).get(0);
    }

    /** All of them or none. */
    List<AbilityTask> submitBatch(String batchId, List<Order> orders, Caller caller, String operationId) {
        List<Wish> all = new ArrayList<>();
        for (Order order : orders) {
            NewTask.BatchPlace place = new NewTask.BatchPlace(batchId, all.size());
            all.add(task(order, caller, operationId + "_" + all.size(), place));
        }
        return submit(all);
    }

    /** Runs the same again, with the ability as it was. */
    AbilityTask retry(AbilityTask original, String operationId) {
        NewTask again = new NewTask(
                idOf(operationId),
                original.userId(),
                original.plan(),
                original.images(),
                original.metadata(),
                new NewTask.Timing(original.priority(), null, null),
                null,
                original.taskId(),
                operationId,
                List.of(),
                Ids.next("log"),
                traces.currentId());
        return submit(List.of(new Wish(again, Optional.empty()))).get(0);
    }

    /** A task, and whom to tell of its end. */
    private record Wish(NewTask task, Optional<Callback> callback) {}

    private Wish task(Order order, Caller caller, String operationId, NewTask.@Nullable BatchPlace batch) {
        JsonNode metadata = checked(order.request().metadata(), order.path());
        checkStart(order);
        Optional<Callback> callback = callback(order);
        Plan plan = plan(order);
        lanes.introduce(plan);
        String taskId = Objects.requireNonNullElseGet(order.taskId(), () -> idOf(operationId));
        List<TaskImages.Found> pictures = images.check(order.request(), order.path(), caller.userId(), taskId);
        NewTask task = new NewTask(
                taskId,
                caller.userId(),
                plan,
                pictures.stream().map(TaskImages.Found::image).toList(),
                metadata,
                order.timing(),
                batch,
                null,
                operationId,
                pictures.stream()
                        .map(TaskImages.Found::awaitedKey)
                        .filter(Objects::nonNull)
                        .distinct()
                        .toList(),
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

    private List<AbilityTask> submit(List<Wish> wishes) {
        List<NewTask> all = wishes.stream().map(Wish::task).toList();
        Map<String, String> chosen = lanesFor(all);
        transaction.executeWithoutResult(status ->
                wishes.forEach(wish -> write(wish, chosen.get(wish.task().taskId()))));
        Map<String, Optional<String>> holds = freeze(all);
        return enqueue(all, holds);
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

    private Map<String, Optional<String>> freeze(List<NewTask> all) {
        Map<String, Optional<String>> holds = new HashMap<>();
        for (NewTask task : all) {
            try {
                holds.put(task.taskId(), freeze(task));
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

    private Optional<String> freeze(NewTask task) {
        long points = task.plan().price().points();
        if (points == 0) {
            return Optional.empty();
        }
        FreezeRequest request =
                new FreezeRequest(task.userId(), task.taskId(), task.plan().action(), points, CHANNEL);
        return Optional.of(wallet.freeze(request).data().holdId());
    }

    /** What was frozen for the others of a batch goes back first: while the rows are there, the recovery would do it. */
    private void withdraw(List<NewTask> all, Map<String, Optional<String>> holds, ErrorCode error) {
        holds.values().forEach(hold -> hold.ifPresent(this::release));
        all.forEach(task -> tasks.find(task.taskId()).ifPresent(row -> finisher.reject(row, error)));
    }

    private void release(String holdId) {
        wallet.release(new ReleaseRequest(holdId, "not all of the batch could be paid"));
    }

    private List<AbilityTask> enqueue(List<NewTask> all, Map<String, Optional<String>> holds) {
        List<AbilityTask> admitted = Objects.requireNonNull(transaction.execute(status -> all.stream()
                .map(task -> admit(task, holds.getOrDefault(task.taskId(), Optional.empty())))
                .toList()));
        return admitted.stream()
                .map(task -> task.cancelRequested()
                        ? finisher.cancelWaiting(task.taskId()).orElse(task)
                        : task)
                .toList();
    }

    private AbilityTask admit(NewTask task, Optional<String> holdId) {
        if (!task.awaitedUploads().isEmpty() && queue.awaitUploads(task.taskId(), holdId)) {
            journal.write(task.taskId(), JournalMessage.AWAITS_UPLOADS);
            return tasks.find(task.taskId()).orElseThrow();
        }
        return enqueue(task.taskId(), holdId).orElseGet(() -> queuedBefore(task.taskId(), holdId));
    }

    /** @return empty if it has been queued before, or its intake was given up */
    @Transactional
    Optional<AbilityTask> enqueue(String taskId, Optional<String> holdId) {
        Optional<AbilityTask> queued = queue.enqueue(taskId, holdId);
        queued.ifPresent(task -> {
            journal.write(task.taskId(), JournalMessage.QUEUED);
            events.publish(new TaskQueued(
                    task.taskId(),
                    task.userId(),
                    task.plan().abilityId(),
                    task.plan().action(),
                    Objects.requireNonNull(task.queuedAt())));
        });
        return queued;
    }

    /** By a former attempt at the same call; or we were so slow that the recovery has given the task up. */
    private AbilityTask queuedBefore(String taskId, Optional<String> holdId) {
        AbilityTask present =
                tasks.find(taskId).orElseThrow(() -> ErrorCode.SERVICE_UNAVAILABLE.because("%s was withdrawn", taskId));
        if (present.queuedAt() == null) {
            // Perhaps it did so before our points were frozen.
            holdId.ifPresent(hold -> wallet.release(new ReleaseRequest(hold, "intake given up")));
            throw ErrorCode.SERVICE_UNAVAILABLE.because("intake of %s was given up", taskId);
        }
        return present;
    }

    private Plan plan(Order order) {
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

    /** The same for every attempt at the same call. */
    private static String idOf(String operationId) {
        return "task" + operationId.substring(operationId.indexOf('_'));
    }
}
