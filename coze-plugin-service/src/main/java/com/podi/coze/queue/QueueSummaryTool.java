package com.podi.coze.queue;

import com.podi.contracts.comfyui.ComfyuiClient;
import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.PodiException;
import com.podi.contracts.error.Text;
import com.podi.coze.access.CozeCaller;
import com.podi.coze.openapi.Operation;
import com.podi.coze.openapi.Property;
import com.podi.coze.openapi.Property.Kind;
import com.podi.coze.tool.Answer;
import com.podi.coze.tool.Arguments;
import com.podi.coze.tool.Tool;
import com.podi.coze.tool.ToolPaths;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

@Component
@Order(2)
class QueueSummaryTool implements Tool {

    private static final String EXECUTOR_IDS = "executorIds";

    private static final Operation OPERATION = new Operation(
            ToolPaths.QUEUE_SUMMARY,
            "podi_queue_summary",
            "Tell how many prompts run and wait on the ComfyUI nodes.",
            List.of(Property.of(
                    EXECUTOR_IDS, Kind.TEXT, "Ids of nodes with commas between them. All nodes if it is left out.")),
            QueueAnswer.PROPERTIES);

    private static final Text NOBODY_ANSWERS = new Text(
            "暂时无法查询ComfyUI队列，请稍后重试", "The queues of ComfyUI cannot be read for the moment, please try again later");

    private final ComfyuiClient nodes;

    QueueSummaryTool(ComfyuiClient nodes) {
        this.nodes = nodes;
    }

    @Override
    public Operation operation() {
        return OPERATION;
    }

    @Override
    public CompletableFuture<Answer> call(Arguments arguments, CozeCaller caller, Locale locale) {
        String executorIds = arguments
                .text(EXECUTOR_IDS)
                .map(ids -> Arrays.stream(ids.split("[,，\\s]+"))
                        .filter(id -> !id.isEmpty())
                        .collect(Collectors.joining(",")))
                .filter(ids -> !ids.isEmpty())
                .orElse(null);
        try {
            return CompletableFuture.completedFuture(
                    QueueAnswer.of(nodes.queueSummary(executorIds).data(), locale));
        } catch (PodiException refusal) {
            throw isAboutTheCall(refusal)
                    ? refusal
                    : ErrorCode.SERVICE_UNAVAILABLE.at("", NOBODY_ANSWERS).causedBy(refusal);
        }
    }

    @Override
    public Answer refused(PodiException refusal, Locale locale) {
        return QueueAnswer.refused(refusal, locale);
    }

    /** Such as a node that does not exist; that there is no such address is no fault of the caller's. */
    private static boolean isAboutTheCall(PodiException refusal) {
        return refusal.errorCode().status() < 500 && refusal.errorCode() != ErrorCode.NOT_FOUND;
    }
}
