package com.podi.taskworker.execution;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.PodiException;
import com.podi.contracts.media.CompleteRequest;
import com.podi.contracts.media.MediaClient;
import com.podi.contracts.media.MediaObjectView;
import com.podi.contracts.media.ResultGrant;
import com.podi.contracts.media.ResultGrantRequest;
import com.podi.taskworker.executor.ExecutionFailedException;
import com.podi.taskworker.executor.Output;
import com.podi.taskworker.queue.AbilityTask;
import com.podi.taskworker.queue.TaskResult.StoredImage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/** Puts what was produced into the object store, before the task may say it is completed. */
@Component
class OutputStore {

    private final MediaClient media;
    private final ObjectStoreHttp http;

    OutputStore(MediaClient media, ObjectStoreHttp http) {
        this.media = media;
        this.http = http;
    }

    List<StoredImage> store(AbilityTask task, List<Output> outputs)
            throws ExecutionFailedException, InterruptedException {
        List<StoredImage> stored = new ArrayList<>();
        for (Output output : outputs) {
            stored.add(store(task, output, stored.size() + 1));
        }
        return stored;
    }

    private StoredImage store(AbilityTask task, Output output, int number)
            throws ExecutionFailedException, InterruptedException {
        String fileName = fileName(task, output, number);
        try {
            ResultGrant grant = media.grantResult(
                            new ResultGrantRequest(task.userId(), task.taskId(), fileName, output.contentType()))
                    .data();
            put(output, grant);
            MediaObjectView object =
                    media.completeResult(new CompleteRequest(grant.objectKey())).data();
            return new StoredImage(
                    object.objectKey(),
                    object.fileName(),
                    object.contentType(),
                    object.width(),
                    object.height(),
                    object.sizeBytes());
        } catch (PodiException refused) {
            throw Refusals.asFailure(refused);
        } catch (IOException failure) {
            throw ExecutionFailedException.forNow(ErrorCode.SERVICE_UNAVAILABLE, "cannot store " + fileName, failure);
        }
    }

    private void put(Output output, ResultGrant grant) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(grant.uploadUrl()))
                .header(HttpHeaders.CONTENT_TYPE, output.contentType())
                .PUT(BodyPublishers.ofFile(output.file()))
                .build();
        HttpResponse<Void> answer = http.send(request, BodyHandlers.discarding());
        if (answer.statusCode() != 200) {
            throw new IOException("store answered " + answer.statusCode());
        }
    }

    /** An attempt never writes over what another attempt stored. */
    private static String fileName(AbilityTask task, Output output, int number) {
        String file = output.file().getFileName().toString();
        String extension = file.substring(file.lastIndexOf('.'));
        return "%s-%d-%d%s".formatted(task.plan().action(), task.attempt(), number, extension);
    }
}
