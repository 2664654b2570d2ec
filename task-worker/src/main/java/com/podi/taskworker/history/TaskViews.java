package com.podi.taskworker.history;

import com.podi.contracts.ability.Price;
import com.podi.contracts.media.LinksRequest;
import com.podi.contracts.media.MediaClient;
import com.podi.taskworker.queue.AbilityTask;
import com.podi.taskworker.queue.TaskImage;
import com.podi.taskworker.queue.TaskResult;
import com.podi.taskworker.queue.TaskResult.StoredFile;
import com.podi.taskworker.queue.TaskResult.StoredImage;
import com.podi.taskworker.queue.TaskStatus;
import com.podi.taskworker.queue.Tasks;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Makes answers of tasks; rows keep object keys, and links are signed when somebody reads. */
@Component
public class TaskViews {

    private final MediaClient media;
    private final Tasks tasks;
    private final Duration linkTtl;

    TaskViews(MediaClient media, Tasks tasks, @Value("${podi.task-worker.link-ttl}") Duration linkTtl) {
        this.media = media;
        this.tasks = tasks;
        this.linkTtl = linkTtl;
    }

    public TaskView view(AbilityTask task, Locale locale) {
        Long position = task.status() == TaskStatus.QUEUED ? tasks.positionOf(task) : null;
        return TaskView.of(task, position, task.result() == null ? null : result(task), locale);
    }

    /** Without links and positions, which nobody opens from a list. */
    public TaskView summary(AbilityTask task, Locale locale) {
        return TaskView.of(task, null, null, locale);
    }

    /** What a completed task produced. */
    public InvokeResponse result(AbilityTask task) {
        TaskResult result = Objects.requireNonNull(task.result(), "the task has not completed");
        Map<String, String> links = links(result.objectKeys());
        List<InvokeResponse.Image> images = result.images().stream()
                .map(image -> image(image, links.get(image.objectKey())))
                .toList();
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("taskId", task.taskId());
        metadata.put("executorId", task.executorId());
        metadata.put("model", result.usage() == null ? null : result.usage().model());
        return new InvokeResponse(
                task.plan().abilityId(),
                task.plan().provider(),
                task.status().word(),
                task.traceId(),
                task.logId(),
                result.durationMs(),
                images,
                files(result.videos(), links),
                result.texts(),
                files(result.assets(), links),
                cost(task.plan().price(), result.used(task.plan().price())),
                metadata,
                null);
    }

    TaskDetails details(AbilityTask task, List<TaskDetails.LogLine> logs) {
        List<StoredImage> outputs =
                task.result() == null ? List.of() : task.result().images();
        Map<String, String> links = links(Stream.concat(
                        task.images().stream().map(TaskImage::objectKey).filter(Objects::nonNull),
                        outputs.stream().map(StoredImage::objectKey))
                .toList());
        return TaskDetails.of(task, links, logs);
    }

    private Map<String, String> links(Collection<String> objectKeys) {
        return objectKeys.isEmpty()
                ? Map.of()
                : media.links(new LinksRequest(List.copyOf(objectKeys), (int) linkTtl.toSeconds()))
                        .data();
    }

    private static InvokeResponse.Image image(StoredImage image, @Nullable String link) {
        return new InvokeResponse.Image(
                link, link, image.objectKey(), image.width(), image.height(), image.contentType(), image.sizeBytes());
    }

    private static List<InvokeResponse.File> files(List<StoredFile> files, Map<String, String> links) {
        return files.stream()
                .map(file -> {
                    String link = links.get(file.objectKey());
                    return new InvokeResponse.File(
                            link, link, file.objectKey(), file.fileName(), file.contentType(), file.sizeBytes());
                })
                .toList();
    }

    private static InvokeResponse.Cost cost(Price price, int used) {
        BigDecimal unitPrice = price.discount() == null ? price.list() : price.discount();
        int units = price.unitsFor(used);
        return new InvokeResponse.Cost(
                price.currency(), unitPrice.multiply(BigDecimal.valueOf(units)), price.pointsFor(used));
    }
}
