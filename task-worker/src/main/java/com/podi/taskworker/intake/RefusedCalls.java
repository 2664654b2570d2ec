package com.podi.taskworker.intake;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.ErrorDetail;
import com.podi.contracts.error.PodiException;
import com.podi.contracts.event.InvocationRefused;
import com.podi.contracts.event.Topics;
import com.podi.starter.event.Events;
import com.podi.starter.event.OutboxBacklog;
import com.podi.starter.id.Ids;
import com.podi.starter.web.Traces;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tells the log of calls that were refused before there was a task; those that had one are told of with its end. Only so
 * many may wait to be told: a flood of refusals must not fill the outbox, nor hold up the events of tasks.
 */
@Component
class RefusedCalls {

    private static final Logger log = LoggerFactory.getLogger(RefusedCalls.class);

    private static final int LONGEST_ID = 64;
    private static final int LARGEST_INPUTS = 32 * 1024;
    private static final int MOST_DETAILS = 5;
    private static final int LONGEST_MESSAGE = 1_000;
    private static final int MOST_OF_ONE_REQUEST = 200;

    private final Events events;
    private final OutboxBacklog backlog;
    private final TransactionTemplate transaction;
    private final Traces traces;
    private final JsonMapper json;
    private final Clock clock;
    private final IntakeProperties properties;
    private final Counter told;
    private final Counter untold;

    RefusedCalls(
            Events events,
            OutboxBacklog backlog,
            TransactionTemplate transaction,
            Traces traces,
            JsonMapper json,
            Clock clock,
            IntakeProperties properties,
            MeterRegistry metrics) {
        this.events = events;
        this.backlog = backlog;
        this.transaction = transaction;
        this.traces = traces;
        this.json = json;
        this.clock = clock;
        this.properties = properties;
        this.told = counter(true, metrics);
        this.untold = counter(false, metrics);
    }

    private static Counter counter(boolean logged, MeterRegistry metrics) {
        return Counter.builder("podi.tasks.refused")
                .description("Calls that were refused before they became tasks, by whether the log is told of them")
                .tag("logged", Boolean.toString(logged))
                .register(metrics);
    }

    /** Takes the step, and tells of all of these calls if it is refused. */
    <T> T toldOf(List<RefusedCall> calls, Supplier<T> step) {
        try {
            return step.get();
        } catch (PodiException refused) {
            tell(calls, refused.errorCode(), refused.details());
            throw refused;
        } catch (DataIntegrityViolationException unstorable) {
            tell(calls, ErrorCode.BAD_PARAMETER, List.of());
            throw unstorable;
        }
    }

    /** Never fails: the caller is to learn why the call was refused, and not that the log is away. */
    void tell(List<RefusedCall> calls, ErrorCode error, List<ErrorDetail> details) {
        List<RefusedCall> ofAbilities = calls.stream()
                .filter(call -> !idOr(call.abilityId(), () -> "").isEmpty())
                .limit(MOST_OF_ONE_REQUEST)
                .toList();
        if (ofAbilities.isEmpty() || error == ErrorCode.ABILITY_NOT_FOUND && ofAbilities.size() == 1) {
            return;
        }
        try {
            if (isRoomFor(ofAbilities)) {
                String message = message(error, details);
                transaction.executeWithoutResult(
                        status -> ofAbilities.forEach(call -> events.publish(refusal(call, error.code(), message))));
                told.increment(ofAbilities.size());
            } else {
                untold.increment(ofAbilities.size());
            }
        } catch (RuntimeException failure) {
            untold.increment(ofAbilities.size());
            log.warn("refusal not logged: error={} because={}", error.code(), failure.getMessage());
        }
    }

    private boolean isRoomFor(List<RefusedCall> calls) {
        String aggregate = InvocationRefused.aggregateOf(calls.get(0).userId());
        int mostOfUser = properties.refusalsOfUser();
        int mostOfAll = properties.outboxFull();
        return backlog.of(Topics.TASK, aggregate, mostOfUser) + calls.size() <= mostOfUser
                && backlog.ofAll(mostOfAll) + calls.size() <= mostOfAll;
    }

    private InvocationRefused refusal(RefusedCall call, String errorCode, String message) {
        return new InvocationRefused(
                Ids.next("log"),
                idOr(call.taskId(), () -> Ids.next("task")),
                idOr(call.abilityId(), () -> ""),
                call.userId(),
                traces.currentId(),
                summary(call.inputs()),
                errorCode,
                message,
                clock.instant());
    }

    private static String idOr(@Nullable String id, Supplier<String> otherwise) {
        return id == null || id.isBlank() || id.length() > LONGEST_ID ? otherwise.get() : id;
    }

    private static String message(ErrorCode error, List<ErrorDetail> details) {
        String message = error.message().zh();
        if (!details.isEmpty()) {
            message += details.stream()
                    .limit(MOST_DETAILS)
                    .map(detail -> detail.field() + ": " + detail.message().zh())
                    .collect(Collectors.joining("; ", " (", ")"));
        }
        return message.length() <= LONGEST_MESSAGE ? message : message.substring(0, LONGEST_MESSAGE);
    }

    /** Nobody has looked yet how large they are, and an event must go through the broker. */
    private JsonNode summary(@Nullable JsonNode inputs) {
        if (inputs == null || inputs.isNull()) {
            return json.createObjectNode();
        }
        int room = roomAfter(inputs, LARGEST_INPUTS);
        return room >= 0
                ? inputs
                : json.createObjectNode().put("omitted", "more than %d characters".formatted(LARGEST_INPUTS));
    }

    /** @return what is left of the room; negative when it was not enough, and the rest was not looked at */
    private static int roomAfter(JsonNode value, int room) {
        int left = room - 1;
        if (value.isObject()) {
            for (var entry : value.properties()) {
                left = left < 0
                        ? left
                        : roomAfter(entry.getValue(), left - entry.getKey().length());
            }
        } else if (value.isArray()) {
            for (JsonNode entry : value) {
                left = left < 0 ? left : roomAfter(entry, left);
            }
        } else {
            left -= value.asString("").length();
        }
        return left;
    }
}
