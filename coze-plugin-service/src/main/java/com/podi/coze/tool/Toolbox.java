package com.podi.coze.tool;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.PodiException;
import com.podi.coze.access.Allowance;
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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import tools.jackson.databind.JsonNode;

/** All tools there are, and the one way to call them. */
@Component
public class Toolbox {

    private static final Logger log = LoggerFactory.getLogger(Toolbox.class);

    private final List<Tool> always;
    private final PublishedDocument document;
    private final Allowance allowance;
    private final CallLog calls;
    private final Traces traces;
    private final Clock clock;
    private final ApplicationEventPublisher events;

    private List<Operation> published = List.of();
    private volatile Map<String, Tool> tools;

    /** @param always the tools that do not depend on the catalogue */
    Toolbox(
            List<Tool> always,
            PublishedDocument document,
            Allowance allowance,
            CallLog calls,
            Traces traces,
            Clock clock,
            ApplicationEventPublisher events) {
        this.always = List.copyOf(always);
        this.document = document;
        this.allowance = allowance;
        this.calls = calls;
        this.traces = traces;
        this.clock = clock;
        this.events = events;
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
        published = operations;
        document.publish(operations);
        events.publishEvent(new ToolsChanged(List.copyOf(present.values())));
        log.info("tools offered: {}", operations.size());
        return true;
    }

    /**
     * Whatever happens is an answer.
     *
     * @param arguments null if there were none
     */
    public Answer call(String path, @Nullable JsonNode arguments, CozeCaller caller, Locale locale) {
        Instant began = clock.instant();
        Tool tool = tools.get(path);
        Answer answer = traced(tool == null ? unknown(path, caller, locale) : call(tool, arguments, caller, locale));
        calls.write(new CallLog.Call(
                path,
                caller,
                answer.taskId(),
                answer.code(),
                answer.errorCode(),
                Duration.between(began, clock.instant()),
                traces.currentId()));
        return answer;
    }

    private Answer call(Tool tool, @Nullable JsonNode arguments, CozeCaller caller, Locale locale) {
        try {
            allowance.spend(caller);
            return tool.call(Arguments.of(arguments), caller, locale);
        } catch (PodiException refusal) {
            if (refusal.errorCode().status() >= 500) {
                log.warn("{}: {}", tool.operation().id(), refusal.getMessage(), refusal.getCause());
            }
            return tool.refused(refusal, locale);
        } catch (DataAccessException | TransactionException away) {
            log.warn("{}: database unavailable: {}", tool.operation().id(), away.getMessage());
            return tool.refused(ErrorCode.SERVICE_UNAVAILABLE.because("%s", away.getMessage()), locale);
        } catch (RuntimeException failure) {
            log.error("{}: unexpected failure", tool.operation().id(), failure);
            return tool.refused(ErrorCode.INTERNAL.because("%s", failure), locale);
        }
    }

    private Answer unknown(String path, CozeCaller caller, Locale locale) {
        try {
            allowance.spend(caller);
            return ToolAnswer.refused(ErrorCode.ABILITY_NOT_FOUND.because("%s", path), locale);
        } catch (PodiException tooMany) {
            return ToolAnswer.refused(tooMany, locale);
        }
    }

    private Answer traced(Answer answer) {
        return answer instanceof ToolAnswer ofTask ? ofTask.tracedAs(traces.currentId()) : answer;
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
