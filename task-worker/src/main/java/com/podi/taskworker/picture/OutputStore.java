package com.podi.taskworker.picture;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.media.MediaObjectView;
import com.podi.contracts.media.Purpose;
import com.podi.taskworker.executor.ExecutionFailedException;
import com.podi.taskworker.executor.ExecutionResult;
import com.podi.taskworker.executor.Output;
import com.podi.taskworker.executor.Usage;
import com.podi.taskworker.queue.AbilityTask;
import com.podi.taskworker.queue.TaskResult;
import com.podi.taskworker.queue.TaskResult.StoredFile;
import com.podi.taskworker.queue.TaskResult.StoredImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Stores what was produced, before the task may say it is completed. */
@Component
public class OutputStore {

    /** In characters: a longer text is a file. */
    private static final int LONGEST_TEXT = 64 * 1024;

    private static final Pattern EXTENSION = Pattern.compile("\\.([A-Za-z0-9]{1,10})$");

    private final ObjectUploads uploads;
    private final OutputFiles files;

    OutputStore(ObjectUploads uploads, OutputFiles files) {
        this.uploads = uploads;
        this.files = files;
    }

    /** @param directory to put what does not lie in a file yet */
    public TaskResult store(AbilityTask task, ExecutionResult produced, Path directory)
            throws ExecutionFailedException, InterruptedException {
        if (produced.outputs().isEmpty()) {
            throw OutputFiles.broken("nothing was produced", null);
        }
        List<StoredImage> images = new ArrayList<>();
        List<StoredFile> videos = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        List<StoredFile> assets = new ArrayList<>();
        int number = 0;
        for (Output output : produced.outputs()) {
            number++;
            if (output.source() instanceof Output.Written written && isShort(written)) {
                texts.add(written.text());
                continue;
            }
            MediaObjectView stored = store(task, output, number, directory);
            switch (output.kind()) {
                case IMAGE -> images.add(image(stored));
                case VIDEO -> videos.add(file(stored));
                case TEXT, ASSET -> assets.add(file(stored));
            }
        }
        return new TaskResult(images, videos, texts, assets, usage(produced.usage()), 0);
    }

    private static boolean isShort(Output.Written written) {
        return written.text().length() <= LONGEST_TEXT;
    }

    private MediaObjectView store(AbilityTask task, Output output, int number, Path directory)
            throws ExecutionFailedException, InterruptedException {
        Path file = files.bring(output.source(), directory.resolve("output-" + number));
        OutputType type = typeOf(output, file);
        try {
            return uploads.upload(
                    task.userId(),
                    task.taskId(),
                    Purpose.OUTPUT,
                    fileName(task, output, type, number),
                    type.contentType(),
                    file);
        } catch (ExecutionFailedException refused) {
            // It was not the caller who made this picture.
            throw switch (refused.errorCode()) {
                case IMAGE_FORMAT -> OutputFiles.broken("output %d is broken".formatted(number), refused);
                case IMAGE_TOO_LARGE -> OutputFiles.tooLarge("output %d".formatted(number), refused);
                default -> refused;
            };
        }
    }

    private static OutputType typeOf(Output output, Path file) throws ExecutionFailedException {
        try {
            return OutputType.of(output.kind(), file)
                    .orElseThrow(() -> OutputFiles.broken(
                            "an output is no %s".formatted(output.kind().name().toLowerCase(Locale.ROOT)), null));
        } catch (IOException failure) {
            throw ExecutionFailedException.ofOurs(ErrorCode.INTERNAL, "cannot read an output", failure);
        }
    }

    /** An attempt never writes over what another attempt stored. */
    private static String fileName(AbilityTask task, Output output, OutputType type, int number) {
        String extension = type.extension() == null ? extensionOf(output.name()) : type.extension();
        return "%s-%d-%d.%s".formatted(task.plan().action(), task.attempt(), number, extension);
    }

    private static String extensionOf(@Nullable String name) {
        Matcher extension = EXTENSION.matcher(name == null ? ".txt" : name);
        return extension.find() ? extension.group(1).toLowerCase(Locale.ROOT) : "bin";
    }

    private static TaskResult.@Nullable Usage usage(Usage usage) {
        return usage.equals(Usage.UNKNOWN) ? null : new TaskResult.Usage(usage.model(), usage.units(), usage.seconds());
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

    private static StoredFile file(MediaObjectView object) {
        return new StoredFile(object.objectKey(), object.fileName(), object.contentType(), object.sizeBytes());
    }
}
