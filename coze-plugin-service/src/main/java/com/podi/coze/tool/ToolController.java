package com.podi.coze.tool;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.Text;
import com.podi.coze.access.CozeCaller;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** The tools as Coze calls them. */
@RestController
class ToolController {

    private static final Text UNREADABLE = new Text("不是合法的JSON", "is not readable JSON");

    private final Toolbox toolbox;

    ToolController(Toolbox toolbox) {
        this.toolbox = toolbox;
    }

    @io.swagger.v3.oas.annotations.Operation(summary = "Call an ability, for Coze")
    @PostMapping(ToolPaths.TOOL)
    Answer call(
            @PathVariable String provider,
            @PathVariable("capability_key") String capabilityKey,
            @RequestBody(required = false) @Nullable JsonNode arguments,
            HttpServletRequest http,
            Locale locale) {
        return call(ToolPaths.of(provider, capabilityKey), arguments, http, locale);
    }

    @io.swagger.v3.oas.annotations.Operation(summary = "State and results of a task, for Coze")
    @PostMapping(ToolPaths.TASK_GET)
    Answer taskGet(
            @RequestBody(required = false) @Nullable JsonNode arguments, HttpServletRequest http, Locale locale) {
        return call(ToolPaths.TASK_GET, arguments, http, locale);
    }

    @io.swagger.v3.oas.annotations.Operation(summary = "How busy the ComfyUI nodes are, for Coze")
    @PostMapping(ToolPaths.QUEUE_SUMMARY)
    Answer queueSummary(
            @RequestBody(required = false) @Nullable JsonNode arguments, HttpServletRequest http, Locale locale) {
        return call(ToolPaths.QUEUE_SUMMARY, arguments, http, locale);
    }

    private Answer call(String path, @Nullable JsonNode arguments, HttpServletRequest http, Locale locale) {
        return toolbox.call(path, arguments, CozeCaller.of(http), locale);
    }

    @ExceptionHandler
    Answer unreadable(HttpMessageNotReadableException failure, Locale locale) {
        return ToolAnswer.refused(ErrorCode.BAD_PARAMETER.at("body", UNREADABLE), locale);
    }
}
