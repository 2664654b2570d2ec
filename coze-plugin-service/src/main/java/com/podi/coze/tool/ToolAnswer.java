package com.podi.coze.tool;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.PodiException;
import com.podi.contracts.error.Text;
import com.podi.contracts.task.TaskView;
import com.podi.coze.openapi.Property;
import com.podi.coze.openapi.Property.Kind;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a tool that has to do with a task answers, with HTTP status 200, for Coze takes any other as a broken tool; what
 * there is not is left out, for Coze refuses a null.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ToolAnswer(
        int code,
        String message,
        @Nullable String status,
        @Nullable String text,
        @Nullable List<String> texts,
        @Nullable String imageUrl,
        @Nullable List<String> imageUrls,
        @Nullable String videoUrl,
        @Nullable List<String> videoUrls,
        @Nullable String taskId,
        @Nullable Integer progress,
        @Nullable Long pollAfterSeconds,
        @Nullable String executorId,
        @Nullable String logId,
        @Nullable String requestId,
        @Nullable String errorCode)
        implements Answer {

    /** The fields as Coze's document has them. */
    public static final List<Property> PROPERTIES = List.of(
            Property.of("code", Kind.INTEGER, "200 when the call was carried out, else an error number."),
            Property.of("message", Kind.TEXT, "What happened, in words for the user."),
            Property.of(
                    "status",
                    Kind.TEXT,
                    "pending, queued, running, completed, failed or canceled. Left out while nobody can tell: ask again."),
            Property.of("text", Kind.TEXT, "The first text of the result."),
            Property.of("texts", Kind.TEXTS, "All texts of the result."),
            Property.of("imageUrl", Kind.IMAGE, "The first picture of the result."),
            Property.of("imageUrls", Kind.TEXTS, "The addresses of all pictures of the result."),
            Property.of("videoUrl", Kind.VIDEO, "The first video of the result."),
            Property.of("videoUrls", Kind.TEXTS, "The addresses of all videos of the result."),
            Property.of("taskId", Kind.TEXT, "The task, to be read with podi_task_get."),
            Property.of("progress", Kind.INTEGER, "How much of the task is done, 0 to 100."),
            Property.of(
                    "pollAfterSeconds", Kind.INTEGER, "Only when asking again makes sense: seconds to wait before."),
            Property.of("executorId", Kind.TEXT, "What carries the task out, where something else does."),
            Property.of("logId", Kind.TEXT, "The call in the log of the platform."),
            Property.of("requestId", Kind.TEXT, "The trace id of the call."),
            Property.of("errorCode", Kind.TEXT, "Why it failed, only on failure."));

    private static final String FAILED = "failed";
    private static final Duration POLL_AFTER = Duration.ofSeconds(3);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);
    private static final Text WAITING =
            new Text("任务排队中，请稍后用podi_task_get查询", "The task is waiting, ask for it with podi_task_get later");
    private static final Text RUNNING =
            new Text("任务处理中，请稍后用podi_task_get查询", "The task is running, ask for it with podi_task_get later");
    private static final Text COMPLETED = new Text("任务已完成", "The task is completed");
    private static final Text CANCELED = new Text("任务已取消", "The task was canceled");
    private static final Text NOT_COMPLETED = new Text("任务失败", "The task failed");

    public ToolAnswer {
        texts = texts == null ? null : List.copyOf(texts);
        imageUrls = imageUrls == null ? null : List.copyOf(imageUrls);
        videoUrls = videoUrls == null ? null : List.copyOf(videoUrls);
    }

    /** How the task stands, whatever has become of it: that is what was asked for. */
    public static ToolAnswer of(TaskView task, Locale locale) {
        return of(DONE, task, locale);
    }

    /** The outcome of a call: if its task has not completed, neither has the call. */
    public static ToolAnswer ofCall(TaskView task, Locale locale) {
        return switch (task.status()) {
            case FAILED -> of(statusOf(task.errorCode()), task, locale);
            case "canceled" -> of(ErrorCode.TASK_STATE.status(), task, locale);
            default -> of(DONE, task, locale);
        };
    }

    private static ToolAnswer of(int code, TaskView task, Locale locale) {
        TaskView.Result result = task.resultPayload();
        List<String> texts = result == null ? null : result.texts();
        List<String> images = result == null ? null : addresses(result.images());
        List<String> videos = result == null ? null : addresses(result.videos());
        return new ToolAnswer(
                code,
                task.errorMessage() == null ? messageFor(task.status()).in(locale) : task.errorMessage(),
                task.status(),
                first(texts),
                texts,
                first(images),
                images,
                first(videos),
                videos,
                task.taskId(),
                task.progress(),
                task.hasEnded() ? null : POLL_AFTER.toSeconds(),
                task.executorId(),
                result == null ? null : result.logId(),
                result == null ? null : result.requestId(),
                code != DONE && task.errorCode() == null ? ErrorCode.TASK_STATE.code() : task.errorCode());
    }

    /** Nothing has come of the call. */
    public static ToolAnswer refused(PodiException refusal, Locale locale) {
        return refused(refusal, FAILED, locale);
    }

    /** Nobody can tell how the task stands, so that nothing is said of it. */
    public static ToolAnswer unknown(PodiException refusal, Locale locale) {
        return refused(refusal, null, locale);
    }

    private static ToolAnswer refused(PodiException refusal, @Nullable String status, Locale locale) {
        return new ToolAnswer(
                refusal.errorCode().status(),
                explained(refusal, locale),
                status,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                retryAfter(refusal),
                null,
                null,
                null,
                refusal.errorCode().code());
    }

    /** With what was wrong of which argument, so that a model can do better. */
    public static String explained(PodiException refusal, Locale locale) {
        String details = refusal.details().stream()
                .map(detail -> detail.field().isEmpty()
                        ? detail.message().in(locale)
                        : detail.field() + ": " + detail.message().in(locale))
                .collect(Collectors.joining("; "));
        return details.isEmpty() ? refusal.errorCode().message().in(locale) : details;
    }

    /** @param requestId the trace of this call, unless the task has one of its own */
    ToolAnswer tracedAs(@Nullable String requestId) {
        return new ToolAnswer(
                code,
                message,
                status,
                text,
                texts,
                imageUrl,
                imageUrls,
                videoUrl,
                videoUrls,
                taskId,
                progress,
                pollAfterSeconds,
                executorId,
                logId,
                this.requestId == null ? requestId : this.requestId,
                errorCode);
    }

    private static @Nullable Long retryAfter(PodiException refusal) {
        if (refusal.retryAfter() != null) {
            return refusal.retryAfter().toSeconds();
        }
        return switch (refusal.errorCode().status()) {
            case 429, 503 -> RETRY_AFTER.toSeconds();
            default -> null;
        };
    }

    private static int statusOf(@Nullable String errorCode) {
        return Arrays.stream(ErrorCode.values())
                .filter(known -> known.code().equals(errorCode))
                .mapToInt(ErrorCode::status)
                .findFirst()
                .orElse(ErrorCode.INTERNAL.status());
    }

    private static Text messageFor(String status) {
        return switch (status) {
            case "pending", "queued" -> WAITING;
            case "completed" -> COMPLETED;
            case "canceled" -> CANCELED;
            case FAILED -> NOT_COMPLETED;
            default -> RUNNING;
        };
    }

    private static List<String> addresses(List<TaskView.Image> media) {
        return media.stream().map(TaskView.Image::url).filter(Objects::nonNull).toList();
    }

    private static @Nullable String first(@Nullable List<String> values) {
        return values == null || values.isEmpty() ? null : values.get(0);
    }
}
