package com.podi.coze.tool;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.PodiException;
import com.podi.coze.access.CozeCaller;
import com.podi.coze.log.CallLog;
import com.podi.coze.openapi.Operation;
import com.podi.coze.openapi.PublishedDocument;
import com.podi.starter.web.Traces;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import tools.jackson.databind.JsonNode;

/** All tools there are, and the one way to call them. */
@Component
public class Toolbox {

    private static final Logger log = LoggerFactory.getLogger(Toolbox.class);

    private static final Duration LOGGED_WITHIN = Duration.ofSeconds(1);
    private static final Tool NOT_OFFERED = new NotOffered();

    private final List<Tool> always;
    private final PublishedDocument document;
    private final Work work;
    private final CallLog calls;
    private final Traces traces;
    private final Clock clock;
    private final ApplicationEventPublisher events;
    private final Duration answerWithin;

    private List<Operation> published = List.of();
    private volatile Map<String, Tool> tools;

    /**
     * @param always the tools that do not depend on the catalogue
     * @param answerWithin less than the 30 seconds that the gateway, and others before it, wait for an answer
     */
    Toolbox(
            List<Tool> always,
            PublishedDocument document,
            Work work,
            CallLog calls,
            Traces traces,
            Clock clock,
            ApplicationEventPublisher events,
            @Value("${podi.coze.answer-within}") Duration answerWithin) {
        this.always = List.copyOf(always);
        this.document = document;
        this.work = work;
        this.calls = calls;
        this.traces = traces;
        this.clock = clock;
        this.events = events;
        this.answerWithin = answerWithin;
        this.tools = byPath(this.always);
    }

    /** @return whether anybody can tell the difference to what was offered before */
    public synchronized boolean offer(List<? extends Tool> ofAbilities) {
        List<Tool> all = new ArrayList<>(always);
        all.addAll(ofAbilities);
        Map<String, Tool> present = byPath(all);
        List<Operation> operations =
                present.values().stream().map(Tool::operation).toList();
        tools = present;
        if (operations.equals(published)) {
            return false;
        }
        events.publishEvent(new ToolsChanged(List.copyOf(present.values())));
        // The last: whoever reads of a new tool can call it, in every way there is.
        document.publish(operations);
        published = operations;
        log.info("tools offered: {}", operations.size());
        return true;
    }

    /**
     * Whatever happens is an answer, and it comes in time.
     *
     * @param arguments reads them, or refuses to; null if there were none
     */
    public CompletableFuture<Answer> call(
            String path, Supplier<@Nullable JsonNode> arguments, CozeCaller caller, Locale locale) {
        Instant began = clock.instant();
        Tool tool = tools.getOrDefault(path, NOT_OFFERED);
        String traceId = traces.currentId();
        return work(tool, arguments, caller, locale, began)
                .orTimeout(answerWithin.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(failure -> refused(tool, path, failure, locale))
                .thenApply(answer -> traced(answer, traceId))
                .thenCompose(answer -> logged(
                        answer,
                        new CallLog.Call(
                                path,
                                caller,
                                answer.taskId(),
                                answer.code(),
                                answer.errorCode(),
                                Duration.between(began, clock.instant()),
                                traceId)));
    }

    private CompletableFuture<Answer> work(
            Tool tool, Supplier<@Nullable JsonNode> arguments, CozeCaller caller, Locale locale, Instant began) {
        try {
            Arguments given = Arguments.of(arguments.get());
            return work.now(() -> {
                if (!clock.instant().isBefore(began.plus(answerWithin))) {
                    throw ErrorCode.SERVICE_UNAVAILABLE.because("nobody waits for the answer any more");
                }
                return tool.call(given, caller, locale);
            });
        } catch (PodiException refusal) {
            return CompletableFuture.failedFuture(refusal);
        }
    }

    /** The answer does not wait long for its row. */
    private CompletableFuture<Answer> logged(Answer answer, CallLog.Call call) {
        return work.now(() -> {
                    calls.write(call);
                    return CompletableFuture.completedFuture(answer);
                })
                .completeOnTimeout(answer, LOGGED_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static Answer refused(Tool tool, String path, Throwable thrown, Locale locale) {
        Throwable failure = thrown instanceof CompletionException wrapped ? wrapped.getCause() : thrown;
        if (failure instanceof PodiException refusal) {
            if (refusal.errorCode().status() >= 500) {
                log.warn("{}: {}", path, refusal.getMessage(), refusal.getCause());
            }
            return tool.refused(refusal, locale);
        }
        if (failure instanceof DataAccessException
                || failure instanceof TransactionException
                || failure instanceof TimeoutException) {
            log.warn("{}: not in time, or without the database: {}", path, failure.toString());
            return tool.refused(ErrorCode.SERVICE_UNAVAILABLE.because("%s", failure), locale);
        }
        log.error("{}: unexpected failure", path, failure);
        return tool.refused(ErrorCode.INTERNAL.because("%s", failure), locale);
    }

    private static Answer traced(Answer answer, @Nullable String traceId) {
        return answer instanceof ToolAnswer ofTask ? ofTask.tracedAs(traceId) : answer;
    }

    /** Coze knows a tool by its path, models by its name: the second of one path or name is left out. */
    private static Map<String, Tool> byPath(List<Tool> all) {
        Map<String, Tool> tools = new LinkedHashMap<>();
        Set<String> ids = new HashSet<>();
        for (Tool tool : all) {
            Operation operation = tool.operation();
            if (tools.containsKey(operation.path()) || !ids.add(operation.id())) {
                log.error("left out, there is another: tool={} path={}", operation.id(), operation.path());
            } else {
                tools.put(operation.path(), tool);
            }
        }
        return Collections.unmodifiableMap(tools);
    }
}
