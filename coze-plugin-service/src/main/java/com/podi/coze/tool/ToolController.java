package com.podi.coze.tool;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.Text;
import com.podi.coze.access.Allowance;
import com.podi.coze.access.CozeCaller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The tools as Coze calls them. */
@RestController
class ToolController {

    private static final Text UNREADABLE = new Text("不是合法的JSON", "is not readable JSON");

    private final Toolbox toolbox;
    private final Allowance allowance;
    private final JsonMapper json;

    ToolController(Toolbox toolbox, Allowance allowance, JsonMapper json) {
        this.toolbox = toolbox;
        this.allowance = allowance;
        this.json = json;
    }

    @Operation(
            summary = "Call an ability, for Coze",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content = @Content(schema = @Schema(type = "object"))))
    @PostMapping(ToolPaths.TOOL)
    CompletableFuture<Answer> call(
            @PathVariable String provider,
            @PathVariable("capability_key") String capabilityKey,
            @RequestBody(required = false) byte @Nullable [] arguments,
            HttpServletRequest http,
            Locale locale) {
        return call(ToolPaths.of(provider, capabilityKey), arguments, http, locale);
    }

    @Operation(
            summary = "State and results of a task, for Coze",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content = @Content(schema = @Schema(type = "object"))))
    @PostMapping(ToolPaths.TASK_GET)
    CompletableFuture<Answer> taskGet(
            @RequestBody(required = false) byte @Nullable [] arguments, HttpServletRequest http, Locale locale) {
        return call(ToolPaths.TASK_GET, arguments, http, locale);
    }

    @Operation(
            summary = "How busy the ComfyUI nodes are, for Coze",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content = @Content(schema = @Schema(type = "object"))))
    @PostMapping(ToolPaths.QUEUE_SUMMARY)
    CompletableFuture<Answer> queueSummary(
            @RequestBody(required = false) byte @Nullable [] arguments, HttpServletRequest http, Locale locale) {
        return call(ToolPaths.QUEUE_SUMMARY, arguments, http, locale);
    }

    /** A body that cannot be read is a call like any other: it is counted, logged, and answered as the tool declares. */
    private CompletableFuture<Answer> call(
            String path, byte @Nullable [] body, HttpServletRequest http, Locale locale) {
        CozeCaller caller = CozeCaller.of(http);
        return toolbox.call(
                path,
                () -> {
                    allowance.spend(caller);
                    return read(body);
                },
                caller,
                locale);
    }

    private @Nullable JsonNode read(byte @Nullable [] body) {
        try {
            return body == null ? null : json.readTree(body);
        } catch (JacksonException broken) {
            throw ErrorCode.BAD_PARAMETER.at("body", UNREADABLE).causedBy(broken);
        }
    }
}
