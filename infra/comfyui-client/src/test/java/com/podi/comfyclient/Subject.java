package com.podi.comfyclient;

import com.podi.comfydouble.Release;
import java.util.Arrays;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A node to speak with: the double as some release, or a real one where {@code COMFYUI_BASE_URL} says there is one. */
record Subject(@Nullable Release release, @Nullable String url) {

    static final @Nullable String REAL = System.getenv("COMFYUI_BASE_URL");

    static Stream<Subject> all() {
        Stream<Subject> doubles = Arrays.stream(Release.values()).map(release -> new Subject(release, null));
        return REAL == null ? doubles : Stream.concat(doubles, Stream.of(new Subject(null, REAL)));
    }

    @Override
    public String toString() {
        return release == null ? "node at " + url : "double of " + release.version();
    }
}
