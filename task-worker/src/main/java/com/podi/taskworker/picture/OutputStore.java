package com.podi.taskworker.picture;

import com.podi.contracts.media.MediaObjectView;
import com.podi.contracts.media.Purpose;
import com.podi.taskworker.executor.ExecutionFailedException;
import com.podi.taskworker.executor.Output;
import com.podi.taskworker.queue.AbilityTask;
import com.podi.taskworker.queue.TaskResult.StoredImage;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** Stores what was produced, before the task may say it is completed. */
@Component
public class OutputStore {

    private final ObjectUploads uploads;

    OutputStore(ObjectUploads uploads) {
        this.uploads = uploads;
    }

    public List<StoredImage> store(AbilityTask task, List<Output> outputs)
            throws ExecutionFailedException, InterruptedException {
        List<StoredImage> stored = new ArrayList<>();
        for (Output output : outputs) {
            String fileName = fileName(task, output, stored.size() + 1);
            stored.add(image(uploads.upload(
                    task.userId(), task.taskId(), Purpose.OUTPUT, fileName, output.contentType(), output.file())));
        }
        return stored;
    }

    private static StoredImage image(MediaObjectView object) {
        return new StoredImage(
                object.objectKey(),
                object.fileName(),
                object.contentType(),
                object.width(),
                object.height(),
                object.sizeBytes());
    }

    /** An attempt never writes over what another attempt stored. */
    private static String fileName(AbilityTask task, Output output, int number) {
        String file = output.file().getFileName().toString();
        String extension = file.substring(file.lastIndexOf('.'));
        return "%s-%d-%d%s".formatted(task.plan().action(), task.attempt(), number, extension);
    }
}
