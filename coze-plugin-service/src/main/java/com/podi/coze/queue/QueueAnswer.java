package com.podi.coze.queue;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.podi.contracts.comfyui.QueueSummary;
import com.podi.contracts.error.PodiException;
import com.podi.contracts.error.Text;
import com.podi.coze.openapi.Property;
import com.podi.coze.openapi.Property.Kind;
import com.podi.coze.tool.Answer;
import com.podi.coze.tool.ToolAnswer;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How many prompts run and wait on the nodes; where they stand and why one is away is for administrators. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record QueueAnswer(
        int code,
        String message,
        @Nullable Integer totalRunning,
        @Nullable Integer totalPending,
        @Nullable Integer totalCount,
        @Nullable List<Server> servers,
        @Nullable String errorCode)
        implements Answer {

    static final List<Property> PROPERTIES = List.of(
            Property.of("code", Kind.INTEGER, "200 when the nodes were asked, else an error number."),
            Property.of("message", Kind.TEXT, "What happened, in words for the user."),
            Property.of("totalRunning", Kind.INTEGER, "How many prompts run on all nodes."),
            Property.of("totalPending", Kind.INTEGER, "How many prompts wait on all nodes."),
            Property.of("totalCount", Kind.INTEGER, "Both together."),
            Property.records(
                    "servers",
                    "The nodes, each for itself.",
                    List.of(
                            Property.of("executorId", Kind.TEXT, "The id of the node."),
                            Property.of("name", Kind.TEXT, "The name of the node."),
                            Property.of("running", Kind.INTEGER, "How many prompts run on it."),
                            Property.of("pending", Kind.INTEGER, "How many prompts wait on it."),
                            Property.of("max", Kind.INTEGER, "How many it takes at once."),
                            Property.of("online", Kind.SWITCH, "Whether it answered."))),
            Property.of("errorCode", Kind.TEXT, "Why it failed, only on failure."));

    private static final Text ASKED = new Text("共%d个任务运行中，%d个任务排队中", "%d prompts are running, %d are waiting");

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Server(
            String executorId,
            @Nullable String name,
            @Nullable Integer running,
            @Nullable Integer pending,
            @Nullable Integer max,
            boolean online) {

        private static Server of(QueueSummary.Server server) {
            return new Server(
                    server.executorId(),
                    server.name(),
                    server.running(),
                    server.pending(),
                    server.max(),
                    server.online());
        }
    }

    static QueueAnswer of(QueueSummary summary, Locale locale) {
        return new QueueAnswer(
                DONE,
                ASKED.with(summary.totalRunning(), summary.totalPending()).in(locale),
                summary.totalRunning(),
                summary.totalPending(),
                summary.totalCount(),
                summary.servers().stream().map(Server::of).toList(),
                null);
    }

    static QueueAnswer refused(PodiException refusal, Locale locale) {
        return new QueueAnswer(
                refusal.errorCode().status(),
                ToolAnswer.explained(refusal, locale),
                null,
                null,
                null,
                null,
                refusal.errorCode().code());
    }
}
