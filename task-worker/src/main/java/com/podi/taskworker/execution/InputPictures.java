package com.podi.taskworker.execution;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.PodiException;
import com.podi.contracts.media.MediaClient;
import com.podi.contracts.media.ReadableObject;
import com.podi.taskworker.executor.Execution;
import com.podi.taskworker.executor.ExecutionFailedException;
import com.podi.taskworker.queue.AbilityTask;
import com.podi.taskworker.queue.TaskImage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** Fetches the pictures of a task from the object store into files. */
@Component
class InputPictures {

    private final MediaClient media;
    private final ObjectStoreHttp http;

    InputPictures(MediaClient media, ObjectStoreHttp http) {
        this.media = media;
        this.http = http;
    }

    List<Execution.Picture> fetch(AbilityTask task, Path directory)
            throws ExecutionFailedException, InterruptedException {
        List<Execution.Picture> pictures = new ArrayList<>();
        for (TaskImage image : task.images()) {
            Path file = directory.resolve("input-" + pictures.size());
            pictures.add(fetch(task.userId(), image, file));
        }
        return pictures;
    }

    private Execution.Picture fetch(String userId, TaskImage image, Path file)
            throws ExecutionFailedException, InterruptedException {
        try {
            ReadableObject readable = media.readable(userId, image.objectKey()).data();
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(readable.url())).GET().build();
            HttpResponse<Path> answer = http.send(request, BodyHandlers.ofFile(file));
            if (answer.statusCode() != 200) {
                throw new IOException("store answered " + answer.statusCode());
            }
            return new Execution.Picture(image.name(), file, readable.object().contentType());
        } catch (PodiException refused) {
            throw Refusals.asFailure(refused);
        } catch (IOException failure) {
            throw ExecutionFailedException.forNow(
                    ErrorCode.IMAGE_DOWNLOAD_FAILED, "cannot read " + image.objectKey(), failure);
        }
    }
}
