package com.podi.coze.tool;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.podi.contracts.error.PodiException;
import com.podi.contracts.error.Text;
import com.podi.contracts.task.TaskView;
import com.podi.coze.openapi.Property;
import com.podi.coze.openapi.Property.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What every tool answers, with HTTP status 200, for Coze takes any other as a broken tool; what there is not is left out,
 * for Coze refuses a null.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ToolAnswer(
        int code,
        String message,
        String status,
        @Nullable String text,
        @Nullable List<String> texts,
        @Nullable String imageUrl,
        @Nullable List<String> imageUrls,
        @Nullable String taskId,
        @Nullable Integer progress,
        @Nullable Long pollAfterSeconds,
        @Nullable String logId,
        @Nullable String requestId,
        @Nullable String errorCode) {

    /** The fields as Coze's document has them. */
    public static final List<Property> PROPERTIES = List.of(
            Property.of("code", Kind.INTEGER, "200 when the call was carried out, else an error number."),
            Property.of("message", Kind.TEXT, "What happened, in words for the user."),
            Property.of("status", Kind.TEXT, "pending, queued, running, completed, failed or canceled."),
            Property.of("text", Kind.TEXT, "The first text of the result."),
            Property.of("texts", Kind.TEXTS, "All texts of the result."),
            Property.of("imageUrl", Kind.IMAGE, "The first picture of the result."),
            Property.of("imageUrls", Kind.TEXTS, "The addresses of all pictures of the result."),
            Property.of("taskId", Kind.TEXT, "The task, to be read with podi_task_get."),
            Property.of("progress", Kind.INTEGER, "How much of the task is done, 0 to 100."),
            Property.of(
                    "pollAfterSeconds", Kind.INTEGER, "Only when asking again makes sense: seconds to wait before."),
            Property.of("logId", Kind.TEXT, "The call in the log of the platform."),
            Property.of("requestId", Kind.TEXT, "The trace id of the call."),
            Property.of("errorCode", Kind.TEXT, "Why it failed, only on failure."));

    private static final int DONE = 200;
    private static final Duration POLL_AFTER = Duration.ofSeconds(3);
    private static final Text WAITING = new Text("任务排队中，请稍后查询", "The task is waiting, ask again later");
    private static final Text RUNNING = new Text("任务处理中，请稍后查询", "The task is running, ask again later");
    private static final Text COMPLETED = new Text("任务已完成", "The task is completed");
    private static final Text CANCELED = new Text("任务已取消", "The task was canceled");
    private static final Text FAILED = new Text("任务失败", "The task failed");

    public static ToolAnswer of(TaskView task, Locale locale) {
        TaskView.Result result = task.resultPayload();
        List<String> texts = result == null ? null : result.texts();
        List<String> images = result == null
                ? null
                : result.images().stream().map(TaskView.Image::url).toList();
        return new ToolAnswer(
                DONE,
                task.errorMessage() == null ? messageFor(task.status()).in(locale) : task.errorMessage(),
                task.status(),
                first(texts),
                texts,
                first(images),
                images,
                task.taskId(),
                task.progress(),
                task.hasEnded() ? null : POLL_AFTER.toSeconds(),
                result == null ? null : result.logId(),
                result == null ? null : result.requestId(),
                task.errorCode());
    }

    public static ToolAnswer refused(PodiException refusal, Locale locale) {
        String details = refusal.details().stream()
                .map(detail -> detail.field() + ": " + detail.message().in(locale))
                .collect(Collectors.joining("; "));
        return new ToolAnswer(
                refusal.errorCode().status(),
                details.isEmpty() ? refusal.errorCode().message().in(locale) : details,
                "failed",
                null,
                null,
                null,
                null,
                null,
                null,
                refusal.retryAfter() == null ? null : refusal.retryAfter().toSeconds(),
                null,
                null,
                refusal.errorCode().code());
    }

    private static Text messageFor(String status) {
        return switch (status) {
            case "pending", "queued" -> WAITING;
            case "completed" -> COMPLETED;
            case "canceled" -> CANCELED;
            case "failed" -> FAILED;
            default -> RUNNING;
        };
    }

    private static @Nullable String first(@Nullable List<String> values) {
        return values == null || values.isEmpty() ? null : values.get(0);
    }
}
