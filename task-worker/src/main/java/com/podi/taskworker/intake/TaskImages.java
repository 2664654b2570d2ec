package com.podi.taskworker.intake;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.PodiException;
import com.podi.contracts.error.Text;
import com.podi.contracts.media.Input;
import com.podi.contracts.media.InputRequest;
import com.podi.contracts.media.MediaClient;
import com.podi.contracts.media.MediaObjectView;
import com.podi.contracts.media.Purpose;
import com.podi.starter.http.GuardedHttp;
import com.podi.starter.id.Ids;
import com.podi.taskworker.executor.ExecutionFailedException;
import com.podi.taskworker.picture.ObjectUploads;
import com.podi.taskworker.picture.PictureAddresses;
import com.podi.taskworker.picture.PictureType;
import com.podi.taskworker.queue.AbilityTask;
import com.podi.taskworker.queue.TaskImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

/**
 * Checks at submit which pictures a call names: they exist and are the caller's, or their address may be called. What
 * came inside the request is stored.
 */
@Component
class TaskImages {

    private static final String MAIN_PICTURE = "image";
    private static final long LARGEST = DataSize.ofMegabytes(50).toBytes();
    private static final Text ONE_SOURCE = new Text("主图只能有一个来源", "The main picture has one source only");
    private static final Text NO_SOURCE = new Text(
            "objectKey、url、ossUrl、base64必须且只能提供一个", "Needs one of objectKey, url, ossUrl and base64, and only one");

    private final MediaClient media;
    private final GuardedHttp web;
    private final ObjectUploads uploads;
    private final PictureAddresses pictures;

    TaskImages(MediaClient media, GuardedHttp web, ObjectUploads uploads, PictureAddresses pictures) {
        this.pictures = pictures;
        this.media = media;
        this.web = web;
        this.uploads = uploads;
    }

    int count(InvokeRequest request) {
        return request.imageUrl() != null || request.imageBase64() != null
                ? 1
                : listed(request).size();
    }

    /** @param awaitedKey of a picture that is not there yet */
    record Found(TaskImage image, @Nullable String awaitedKey) {

        private static Found there(TaskImage image) {
            return new Found(image, null);
        }
    }

    /** Whose pictures they are. */
    record Call(String userId, String taskId, String operationId) {}

    /** @param path where the order stands in the request */
    List<Found> check(InvokeRequest request, String path, Call call) {
        List<InvokeRequest.Image> listed = listed(request);
        if (request.imageUrl() != null || request.imageBase64() != null) {
            String field = path + (request.imageUrl() != null ? "imageUrl" : "imageBase64");
            if (!listed.isEmpty() || request.imageUrl() != null && request.imageBase64() != null) {
                throw ErrorCode.BAD_PARAMETER.at(field, ONE_SOURCE);
            }
            return List.of(
                    request.imageUrl() != null
                            ? at(field, () -> elsewhere(MAIN_PICTURE, request.imageUrl(), call.userId()))
                            : inline(MAIN_PICTURE, request.imageBase64(), field, 1, call));
        }
        List<Found> images = new ArrayList<>();
        for (InvokeRequest.Image image : listed) {
            images.add(check(image, path, images.size(), call));
        }
        return images;
    }

    private Found check(InvokeRequest.Image image, String path, int number, Call call) {
        String field = "%simages[%d]".formatted(path, number);
        String name = Objects.requireNonNullElse(image.name(), MAIN_PICTURE);
        if (Stream.of(image.objectKey(), image.url(), image.ossUrl(), image.base64())
                        .filter(Objects::nonNull)
                        .count()
                != 1) {
            throw ErrorCode.BAD_PARAMETER.at(field, NO_SOURCE);
        }
        if (image.objectKey() != null) {
            return at(field + ".objectKey", () -> ours(name, image.objectKey(), call.userId()));
        }
        if (image.base64() != null) {
            return inline(name, image.base64(), field + ".base64", number + 1, call);
        }
        return image.url() != null
                ? at(field + ".url", () -> elsewhere(name, image.url(), call.userId()))
                : at(field + ".ossUrl", () -> elsewhere(name, Objects.requireNonNull(image.ossUrl()), call.userId()));
    }

    /** A refusal names what the caller wrote. */
    private static Found at(String field, Supplier<Found> look) {
        try {
            return look.get();
        } catch (PodiException refused) {
            throw refused.errorCode().status() < 500 ? refused.at(field) : refused;
        }
    }

    /** As a task had them before: one that was never uploaded may still come, one that is gone is refused. */
    List<Found> again(AbilityTask task) {
        return task.images().stream()
                .map(image -> image.objectKey() == null
                        ? Found.there(image)
                        : ours(image.name(), image.objectKey(), task.userId()))
                .toList();
    }

    private Found ours(String name, String objectKey, String userId) {
        return found(
                        name,
                        media.input(new InputRequest(userId, objectKey, null)).data())
                .orElseThrow(() -> ErrorCode.MEDIA_NOT_FOUND.because("%s", objectKey));
    }

    /** A link into our own store is read as its key, and must be the caller's. */
    private Found elsewhere(String name, String url, String userId) {
        return found(name, media.input(new InputRequest(userId, null, url)).data())
                .orElseGet(() -> {
                    URI address = web.check(url);
                    return Found.there(pictures.elsewhere(name, userId, address, fileName(address.getPath())));
                });
    }

    private static Optional<Found> found(String name, Input input) {
        MediaObjectView object = input.object();
        if (object != null) {
            return Optional.of(
                    Found.there(TaskImage.stored(name, object.objectKey(), object.fileName(), object.sizeBytes())));
        }
        return Optional.ofNullable(input.objectKey())
                .map(key -> new Found(TaskImage.stored(name, key, fileName(key), 0), key));
    }

    /** Kept under a name of the call: another one for the same task id sends another picture. */
    private Found inline(String name, String base64, String field, int number, Call call) {
        Path file = Base64Picture.decode(base64, field, LARGEST);
        try {
            String contentType = PictureType.contentTypeOf(file)
                    .orElseThrow(() -> ErrorCode.IMAGE_FORMAT.at(field, ErrorCode.IMAGE_FORMAT.message()));
            String fileName = Ids.after(call.operationId(), "input-" + number);
            MediaObjectView object =
                    uploads.upload(call.userId(), call.taskId(), Purpose.INPUT, fileName, contentType, file);
            return Found.there(TaskImage.stored(name, object.objectKey(), object.fileName(), object.sizeBytes()));
        } catch (ExecutionFailedException refused) {
            throw refused.errorCode().because("%s", refused.getMessage()).causedBy(refused);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw ErrorCode.SERVICE_UNAVAILABLE.because("interrupted").causedBy(interrupted);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } finally {
            delete(file);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String fileName(@Nullable String path) {
        String last = path == null ? "" : path.substring(path.lastIndexOf('/') + 1);
        return last.isEmpty() ? MAIN_PICTURE : last;
    }

    private static List<InvokeRequest.Image> listed(InvokeRequest request) {
        return request.images() == null ? List.of() : request.images();
    }
}
