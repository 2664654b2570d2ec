package com.podi.taskworker.picture;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.PodiException;
import com.podi.contracts.media.MediaClient;
import com.podi.contracts.media.Purpose;
import com.podi.contracts.media.ReadableObject;
import com.podi.starter.http.GuardedHttp;
import com.podi.starter.http.UnwantedAnswerException;
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
import org.springframework.util.unit.DataSize;

/** Fetches the pictures of a task into files; those from elsewhere pass the checks of an upload first. */
@Component
public class InputPictures {

    private static final long LARGEST = DataSize.ofMegabytes(50).toBytes();

    private final MediaClient media;
    private final ObjectStoreHttp store;
    private final GuardedHttp web;
    private final ObjectUploads uploads;
    private final PictureAddresses addresses;

    InputPictures(
            MediaClient media,
            ObjectStoreHttp store,
            GuardedHttp web,
            ObjectUploads uploads,
            PictureAddresses addresses) {
        this.addresses = addresses;
        this.media = media;
        this.store = store;
        this.web = web;
        this.uploads = uploads;
    }

    public List<Execution.Picture> fetch(AbilityTask task, Path directory)
            throws ExecutionFailedException, InterruptedException {
        List<Execution.Picture> pictures = new ArrayList<>();
        for (TaskImage image : task.images()) {
            int number = pictures.size() + 1;
            Path file = directory.resolve("input-" + number);
            pictures.add(new Execution.Picture(image.name(), file, fetch(task, image, number, file)));
        }
        return pictures;
    }

    /** @return the content type of what is now in the file */
    private String fetch(AbilityTask task, TaskImage image, int number, Path file)
            throws ExecutionFailedException, InterruptedException {
        try {
            return image.objectKey() != null
                    ? fromStore(task.userId(), image.objectKey(), file)
                    : fromWeb(task, addresses.of(image, task.userId()), number, file);
        } catch (PodiException refused) {
            throw Refusals.asFailure(refused);
        } catch (IOException failure) {
            throw notFetched(number, failure);
        }
    }

    private static ExecutionFailedException notFetched(int number, IOException failure) {
        String what = "cannot fetch picture " + number;
        String why = what + ": " + failure.getMessage();
        ExecutionFailedException refused = ExecutionFailedException.ofCaller(ErrorCode.IMAGE_DOWNLOAD_FAILED, why);
        return failure instanceof UnwantedAnswerException answer && answer.isFinal() ? refused : refused.forNow();
    }

    /** The media service knows the picture: if it does not come now, that is no fault of whoever uploaded it. */
    private String fromStore(String userId, String objectKey, Path file)
            throws ExecutionFailedException, InterruptedException {
        ReadableObject readable = media.readable(userId, objectKey).data();
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(readable.url())).GET().build();
        try {
            HttpResponse<Path> answer = store.send(request, BodyHandlers.ofFile(file));
            if (answer.statusCode() != 200) {
                throw new IOException("store answered " + answer.statusCode());
            }
        } catch (IOException failure) {
            throw ExecutionFailedException.ofOurs(ErrorCode.SERVICE_UNAVAILABLE, "cannot fetch " + objectKey, failure);
        }
        return readable.object().contentType();
    }

    /** A picture from elsewhere passes the same checks as an upload, and lies in our store from then on. */
    private String fromWeb(AbilityTask task, String url, int number, Path file)
            throws IOException, ExecutionFailedException, InterruptedException {
        web.download(url, file, LARGEST);
        String contentType = PictureType.contentTypeOf(file)
                .orElseThrow(
                        () -> ExecutionFailedException.ofCaller(ErrorCode.IMAGE_FORMAT, "no picture of a known type"));
        String fileName = "input-%d-%d".formatted(task.attempt(), number);
        return uploads.upload(task.userId(), task.taskId(), Purpose.INPUT, fileName, contentType, file)
                .contentType();
    }
}
