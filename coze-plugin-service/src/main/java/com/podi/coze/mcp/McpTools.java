package com.podi.coze.mcp;

import com.podi.coze.access.CozeCaller;
import com.podi.coze.openapi.Operation;
import com.podi.coze.tool.Answer;
import com.podi.coze.tool.Tool;
import com.podi.coze.tool.Toolbox;
import com.podi.coze.tool.ToolsChanged;
import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpStatelessServerFeatures.AsyncToolSpecification;
import io.modelcontextprotocol.spec.McpSchema;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Makes a server of the tools there are; as it knows nothing of its clients, a new one takes its place when they change. */
@Component
class McpTools {

    private static final String INSTRUCTIONS =
            "Tools for pictures of print-on-demand shops. Where an answer has a taskId and its status is pending, queued or"
                    + " running, ask for the result with podi_task_get after pollAfterSeconds.";

    private final McpEndpoint endpoint;
    private final Toolbox toolbox;
    private final JsonMapper json;

    McpTools(McpEndpoint endpoint, Toolbox toolbox, JsonMapper json) {
        this.endpoint = endpoint;
        this.toolbox = toolbox;
        this.json = json;
    }

    /** In the order of the changes, which the toolbox tells one after the other. */
    @EventListener
    void follow(ToolsChanged change) {
        McpServer.async(endpoint)
                .serverInfo("podi", "v1")
                .instructions(INSTRUCTIONS)
                .capabilities(
                        McpSchema.ServerCapabilities.builder().tools(false).build())
                // What can be understood is taken, here as there: the arguments are looked at when the tool is called.
                .validateToolInputs(false)
                .tools(change.tools().stream().map(this::specification).toList())
                .build();
    }

    private AsyncToolSpecification specification(Tool tool) {
        Operation operation = tool.operation();
        McpSchema.Tool description = McpSchema.Tool.builder(operation.id(), operation.inputSchema())
                .description(operation.summary())
                .outputSchema(operation.outputSchema())
                .build();
        return new AsyncToolSpecification(
                description,
                (context, request) -> Mono.fromFuture(() -> call(operation.path(), context, request.arguments())));
    }

    private CompletableFuture<McpSchema.CallToolResult> call(
            String path, McpTransportContext context, Map<String, Object> arguments) {
        CozeCaller caller = (CozeCaller) context.get(McpEndpoint.CALLER);
        Locale locale = (Locale) context.get(McpEndpoint.LOCALE);
        return toolbox.call(path, () -> json.valueToTree(arguments), caller, locale)
                .thenApply(this::result);
    }

    private McpSchema.CallToolResult result(Answer answer) {
        return McpSchema.CallToolResult.builder()
                .addTextContent(json.writeValueAsString(answer))
                .structuredContent(json.convertValue(answer, new TypeReference<Map<String, Object>>() {}))
                .isError(answer.isRefusal())
                .build();
    }
}
