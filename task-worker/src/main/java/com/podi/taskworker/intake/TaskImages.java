package com.podi.taskworker.intake;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.Text;
import com.podi.contracts.media.MediaClient;
import com.podi.contracts.media.MediaObjectView;
import com.podi.starter.http.GuardedHttp;
import com.podi.taskworker.queue.TaskImage;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Checks at submit which pictures a call names: they exist and are the caller's, or their address may be called. */
@Component
class TaskImages {

    private static final String MAIN_PICTURE = "image";
    private static final Text ONE_SOURCE = new Text("主图只能有一个来源", "The main picture has one source only");
    private static final Text NO_SOURCE = new Text("缺少objectKey或url", "Needs an objectKey or a url, and not both");

    private final MediaClient media;
    private final GuardedHttp web;

    TaskImages(MediaClient media, GuardedHttp web) {
        this.media = media;
        this.web = web;
    }

    int count(InvokeRequest request) {
        return request.imageUrl() != null ? 1 : listed(request).size();
    }

    List<TaskImage> check(InvokeRequest request, String userId) {
        List<InvokeRequest.Image> listed = listed(request);
        if (request.imageUrl() != null) {
            if (!listed.isEmpty()) {
                throw ErrorCode.BAD_PARAMETER.at("imageUrl", ONE_SOURCE);
            }
            return List.of(elsewhere(MAIN_PICTURE, request.imageUrl()));
        }
        List<TaskImage> images = new ArrayList<>();
        for (InvokeRequest.Image image : listed) {
            images.add(check(image, "images[%d]".formatted(images.size()), userId));
        }
        return images;
    }

    private TaskImage check(InvokeRequest.Image image, String field, String userId) {
        String name = Objects.requireNonNullElse(image.name(), MAIN_PICTURE);
        if ((image.objectKey() == null) == (image.url() == null)) {
            throw ErrorCode.BAD_PARAMETER.at(field, NO_SOURCE);
        }
        return image.objectKey() != null ? stored(name, image.objectKey(), userId) : elsewhere(name, image.url());
    }

    private TaskImage stored(String name, String objectKey, String userId) {
        MediaObjectView object = media.readable(userId, objectKey).data().object();
        return TaskImage.stored(name, object.objectKey(), object.fileName(), object.sizeBytes());
    }

    private TaskImage elsewhere(String name, String url) {
        URI address = web.check(url);
        return TaskImage.elsewhere(name, address.toString(), fileName(address.getPath()));
    }

    private static String fileName(@Nullable String path) {
        String last = path == null ? "" : path.substring(path.lastIndexOf('/') + 1);
        return last.isEmpty() ? MAIN_PICTURE : last;
    }

    private static List<InvokeRequest.Image> listed(InvokeRequest request) {
        return request.images() == null ? List.of() : request.images();
    }
}
