package com.podi.coze.lookup;

import static com.podi.coze.lookup.TaskLookupRequest.LONGEST_WAIT_SECONDS;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.PodiException;
import com.podi.coze.openapi.Operation;
import com.podi.coze.openapi.Property;
import com.podi.coze.openapi.Property.Kind;
import com.podi.coze.tool.ToolAnswer;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@RestController
class TaskLookupController {

    private static final Logger log = LoggerFactory.getLogger(TaskLookupController.class);

    static final String PATH = "/api/coze/podi/tasks/get";

    static final Operation OPERATION = new Operation(
            PATH,
            "podi_task_get",
            "Read the state and the results of a task. Ask again while it is pending, queued or running.",
            List.of(
                    Property.required("taskId", Kind.TEXT, "The taskId that a tool returned."),
                    Property.of(
                            "waitSeconds",
                            Kind.INTEGER,
                            "Wait up to this long for the end of the task, 0 to " + LONGEST_WAIT_SECONDS + ".")),
            ToolAnswer.PROPERTIES);

    private final TaskLookup lookup;

    TaskLookupController(TaskLookup lookup) {
        this.lookup = lookup;
    }

    @io.swagger.v3.oas.annotations.Operation(summary = "State and results of a task, for Coze")
    @PostMapping(PATH)
    ToolAnswer get(@RequestBody TaskLookupRequest request, Locale locale) {
        return ToolAnswer.of(lookup.find(request, locale), locale);
    }

    @ExceptionHandler
    ToolAnswer refused(PodiException refusal, Locale locale) {
        if (refusal.errorCode().status() >= 500) {
            log.warn("{}", refusal.getMessage(), refusal.getCause());
        }
        return ToolAnswer.refused(refusal, locale);
    }

    @ExceptionHandler
    ToolAnswer unreadable(HttpMessageNotReadableException failure, Locale locale) {
        return ToolAnswer.refused(ErrorCode.BAD_PARAMETER.because("%s", failure.getMessage()), locale);
    }
}
