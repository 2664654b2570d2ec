package com.podi.taskworker.executor;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * One thing that was produced. What is claimed to be a picture or a video is believed when its bytes say so, too; whatever
 * form it comes in, it lies in our store before the task has completed.
 *
 * @param name of an asset, for people; its ending stays
 */
public record Output(Kind kind, Source source, @Nullable String name) {

    /** The places that a call's answer has for what was produced. */
    public enum Kind {
        IMAGE,
        VIDEO,
        TEXT,
        ASSET
    }

    /** Where it is. */
    public sealed interface Source {}

    /** @param file best in the attempt's directory */
    public record InFile(Path file) implements Source {}

    public record InMemory(byte[] bytes) implements Source {}

    /** @param text Base64, also with a data-URI prefix */
    public record InBase64(String text) implements Source {}

    /** Somewhere in the web; fetched with the same care as what users name. */
    public record AtUrl(String url) implements Source {}

    /** Opened once, read as far as a result may be long, and closed. */
    public record Streamed(Opening opening) implements Source {}

    /** Begins to read. */
    @FunctionalInterface
    public interface Opening {
        InputStream open() throws IOException, InterruptedException;
    }

    public record Written(String text) implements Source {}

    public static Output image(Source source) {
        return new Output(Kind.IMAGE, source, null);
    }

    public static Output image(Path file) {
        return image(new InFile(file));
    }

    public static Output video(Source source) {
        return new Output(Kind.VIDEO, source, null);
    }

    public static Output text(String text) {
        return new Output(Kind.TEXT, new Written(text), null);
    }

    public static Output asset(Source source, String name) {
        return new Output(Kind.ASSET, source, name);
    }
}
