package com.podi.taskworker.intake;

import com.podi.contracts.ability.AbilityClient;
import com.podi.contracts.ability.Plan;
import com.podi.contracts.ability.PlanRequest;
import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.PodiException;
import com.podi.contracts.error.Text;
import com.podi.contracts.wallet.FreezeRequest;
import com.podi.contracts.wallet.ReleaseRequest;
import com.podi.contracts.wallet.WalletClient;
import com.podi.starter.id.Ids;
import com.podi.starter.security.Caller;
import com.podi.starter.web.Traces;
import com.podi.taskworker.execution.TaskFinisher;
import com.podi.taskworker.journal.JournalMessage;
import com.podi.taskworker.journal.TaskJournal;
import com.podi.taskworker.queue.AbilityTask;
import com.podi.taskworker.queue.NewTask;
import com.podi.taskworker.queue.TaskImage;
import com.podi.taskworker.queue.TaskQueue;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Plan, row, hold, queue: each step can be the last one of this process, and {@link IntakeRecoveryJob} tidies up after
 * it. The row comes before the hold, so that no points are frozen for a task that nobody knows of.
 */
@Service
class TaskIntake {

    private static final String CHANNEL = "api";
    private static final int LONGEST_METADATA = 16 * 1024;
    private static final Text SMALL_OBJECT = new Text("必须是不超过16 KiB的JSON对象", "must be a JSON object of at most 16 KiB");

    private final AbilityClient abilities;
    private final TaskImages images;
    private final WalletClient wallet;
    private final TaskQueue queue;
    private final TaskJournal journal;
    private final TaskFinisher finisher;
    private final TransactionTemplate transaction;
    private final Traces traces;
    private final JsonMapper json;

    TaskIntake(
            AbilityClient abilities,
            TaskImages images,
            WalletClient wallet,
            TaskQueue queue,
            TaskJournal journal,
            TaskFinisher finisher,
            TransactionTemplate transaction,
            Traces traces,
            JsonMapper json) {
        this.abilities = abilities;
        this.images = images;
        this.wallet = wallet;
        this.queue = queue;
        this.journal = journal;
        this.finisher = finisher;
        this.transaction = transaction;
        this.traces = traces;
        this.json = json;
    }

    /** @return the queued task */
    AbilityTask submit(String abilityId, @Nullable String chosenTaskId, InvokeRequest request, Caller caller) {
        JsonNode metadata = checked(request.metadata());
        Plan plan = plan(abilityId, request);
        List<TaskImage> checked = images.check(request, caller.userId());
        String taskId = chosenTaskId == null ? Ids.next("task") : chosenTaskId;
        queue.submit(
                new NewTask(taskId, caller.userId(), plan, checked, metadata, Ids.next("log"), traces.currentId()));
        Optional<String> holdId = freeze(taskId, plan, caller);
        enqueue(taskId, holdId);
        return queue.find(taskId).orElseThrow();
    }

    private void enqueue(String taskId, Optional<String> holdId) {
        Boolean queued = transaction.execute(status -> {
            boolean first = queue.enqueue(taskId, holdId);
            if (first) {
                journal.write(taskId, JournalMessage.QUEUED);
            }
            return first;
        });
        if (!Boolean.TRUE.equals(queued)) {
            // We were so slow that the recovery has given the task up, perhaps before our points were frozen.
            holdId.ifPresent(hold -> wallet.release(new ReleaseRequest(hold, "intake given up")));
            throw ErrorCode.SERVICE_UNAVAILABLE.because("intake of %s was given up", taskId);
        }
    }

    private Plan plan(String abilityId, InvokeRequest request) {
        return abilities
                .plan(
                        abilityId,
                        new PlanRequest(objectOrEmpty(request.inputs()), images.count(request), request.executorId()))
                .data();
    }

    private Optional<String> freeze(String taskId, Plan plan, Caller caller) {
        long points = plan.price().points();
        if (points == 0) {
            return Optional.empty();
        }
        try {
            FreezeRequest request = new FreezeRequest(caller.userId(), taskId, plan.action(), points, CHANNEL);
            return Optional.of(wallet.freeze(request).data().holdId());
        } catch (PodiException refused) {
            // A clear no ends it here; after anything else points may be frozen, which the recovery finds out.
            if (refused.errorCode().status() < 500) {
                queue.find(taskId).ifPresent(task -> finisher.reject(task, refused.errorCode()));
            }
            throw refused;
        }
    }

    private JsonNode checked(@Nullable JsonNode metadata) {
        JsonNode object = objectOrEmpty(metadata);
        if (!object.isObject() || object.toString().length() > LONGEST_METADATA) {
            throw ErrorCode.BAD_PARAMETER.at("metadata", SMALL_OBJECT);
        }
        return object;
    }

    private JsonNode objectOrEmpty(@Nullable JsonNode node) {
        return node == null || node.isNull() ? json.createObjectNode() : node;
    }
}
