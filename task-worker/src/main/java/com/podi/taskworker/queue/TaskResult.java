package com.podi.taskworker.queue;

import com.podi.contracts.ability.Price;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a completed task produced; the bytes lie in the object store. */
public record TaskResult(
        List<StoredImage> images,
        List<StoredFile> videos,
        List<String> texts,
        List<StoredFile> assets,
        @Nullable Usage usage,
        long durationMs) {

    /** One picture of the result. */
    public record StoredImage(
            String objectKey, String fileName, String contentType, int width, int height, long sizeBytes) {}

    /** A video, or something else. */
    public record StoredFile(String objectKey, String fileName, String contentType, long sizeBytes) {}

    /** What the work took, as far as the executor said. */
    public record Usage(
            @Nullable String model,
            @Nullable Integer units,
            @Nullable Double seconds) {}

    public TaskResult {
        images = listOf(images);
        videos = listOf(videos);
        texts = listOf(texts);
        assets = listOf(assets);
    }

    /** Of pictures alone. */
    public TaskResult(List<StoredImage> images, long durationMs) {
        this(images, List.of(), List.of(), List.of(), null, durationMs);
    }

    /** Results that were written before there was anything but pictures have none. */
    private static <T> List<T> listOf(@Nullable List<T> outputs) {
        return outputs == null ? List.of() : List.copyOf(outputs);
    }

    /** Of everything that lies in the store. */
    public List<String> objectKeys() {
        return Stream.concat(
                        images.stream().map(StoredImage::objectKey),
                        Stream.concat(videos.stream(), assets.stream()).map(StoredFile::objectKey))
                .toList();
    }

    public long sizeBytes() {
        return images.stream().mapToLong(StoredImage::sizeBytes).sum()
                + Stream.concat(videos.stream(), assets.stream())
                        .mapToLong(StoredFile::sizeBytes)
                        .sum();
    }

    public TaskResult took(long millis) {
        return new TaskResult(images, videos, texts, assets, usage, millis);
    }

    /** What has to be paid for, in units of the price. */
    public int used(Price price) {
        if (usage != null && usage.units() != null) {
            return usage.units();
        }
        if (price.unit().equals(Price.PER_SECOND)) {
            return usage == null || usage.seconds() == null ? price.units() : (int) Math.ceil(usage.seconds());
        }
        return images.isEmpty() ? videos.size() + texts.size() + assets.size() : images.size();
    }
}
