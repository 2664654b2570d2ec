package com.podi.taskworker.picture;

import com.podi.taskworker.executor.Output;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an output is, by its first bytes; names and headers of strangers say nothing. */
record OutputType(String contentType, @Nullable String extension) {

    private static final OutputType ANYTHING = new OutputType("application/octet-stream", null);

    /** Empty if it is not what it is said to be. */
    static Optional<OutputType> of(Output.Kind kind, Path file) throws IOException {
        Optional<OutputType> picture =
                PictureType.of(file).map(type -> new OutputType(type.contentType(), type.extension()));
        Optional<OutputType> video =
                VideoType.of(file).map(type -> new OutputType(type.contentType(), type.extension()));
        return switch (kind) {
            case IMAGE -> picture;
            case VIDEO -> video;
            case ASSET, TEXT -> picture.or(() -> video).or(() -> Optional.of(ANYTHING));
        };
    }
}
