package com.podi.taskworker.picture;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.PodiException;
import com.podi.contracts.media.CompleteRequest;
import com.podi.contracts.media.MediaClient;
import com.podi.contracts.media.MediaObjectView;
import com.podi.contracts.media.Purpose;
import com.podi.contracts.media.ResultGrant;
import com.podi.contracts.media.ResultGrantRequest;
import com.podi.taskworker.executor.ExecutionFailedException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/** Puts files of a task into the object store, where the media service checks and records them. */
@Component
public class ObjectUploads {

    private final MediaClient media;
    private final ObjectStoreHttp http;

    ObjectUploads(MediaClient media, ObjectStoreHttp http) {
        this.media = media;
        this.http = http;
    }

    public MediaObjectView upload(
            String userId, String taskId, Purpose purpose, String fileName, String contentType, Path file)
            throws ExecutionFailedException, InterruptedException {
        try {
            ResultGrant grant = media.grantResult(
                            new ResultGrantRequest(userId, taskId, fileName, contentType, Files.size(file), purpose))
                    .data();
            put(file, contentType, grant.uploadUrl());
            return media.completeResult(new CompleteRequest(grant.objectKey())).data();
        } catch (PodiException refused) {
            throw Refusals.asFailure(refused);
        } catch (IOException failure) {
            throw ExecutionFailedException.ofOurs(ErrorCode.SERVICE_UNAVAILABLE, "cannot store " + fileName, failure);
        }
    }

    private void put(Path file, String contentType, String url) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .header(HttpHeaders.CONTENT_TYPE, contentType)
                .PUT(BodyPublishers.ofFile(file))
                .build();
        HttpResponse<Void> answer = http.send(request, BodyHandlers.discarding());
        if (answer.statusCode() != 200) {
            throw new IOException("store answered " + answer.statusCode());
        }
    }
}
