package com.podi.taskworker.intake;

import com.podi.starter.security.Caller;
import com.podi.taskworker.queue.AbilityTask;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What the log is told of a call, should it be refused; nothing of it need have been checked. */
record RefusedCall(
        String userId,
        @Nullable String taskId,
        @Nullable String abilityId,
        @Nullable JsonNode inputs) {

    static RefusedCall of(@Nullable String abilityId, InvokeRequest request, Caller caller) {
        return new RefusedCall(caller.userId(), null, abilityId, request.inputs());
    }

    static RefusedCall of(TaskRequest request, Caller caller) {
        return new RefusedCall(caller.userId(), request.taskId(), request.abilityId(), request.inputs());
    }

    /** Each item is a call of its own. */
    static List<RefusedCall> of(BatchRequest request, Caller caller) {
        return request.items() == null
                ? List.of()
                : request.items().stream().map(item -> of(item, caller)).toList();
    }

    static RefusedCall of(Order order, Caller caller) {
        return new RefusedCall(
                caller.userId(),
                order.taskId(),
                order.abilityId(),
                order.request().inputs());
    }

    /** A retry calls the ability as the original did, for the same user. */
    static RefusedCall again(AbilityTask original) {
        return new RefusedCall(
                original.userId(),
                null,
                original.plan().abilityId(),
                original.plan().inputs());
    }
}
