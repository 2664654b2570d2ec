package com.podi.comfydouble;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The switches that make a node as bad as nodes are. */
public final class Faults {

    /** What becomes of a request. */
    public enum OnRequest {
        /** The connection is reset before anything is done. */
        RESET,
        /** It is carried out, and the connection is reset instead of an answer. */
        LOSE_ANSWER,
        /** It is carried out and never answered. */
        NEVER_ANSWER,
        /** It is carried out, and half of the answer's body is sent. */
        HALF_BODY,
        /** It is carried out, and the answer's body comes in twenty pieces, with a pause between them. */
        SLOWLY
    }

    /** What becomes of the next prompt that starts. */
    public enum OnPrompt {
        /** Its first node runs out of memory. */
        OUT_OF_MEMORY,
        /** Its first node fails with a traceback of 200 KB and inputs that are not numbers. */
        HUGE_TRACEBACK,
        /** A branch is blocked on purpose, which is told like an error; the prompt succeeds. */
        BLOCKED_BRANCH,
        /** It fails for a circle found while it runs, and is called a success nevertheless. */
        CYCLE,
        STATUS_NULL,
        OUTPUT_NULL,
        /** The history forgets it at once. */
        TRIMMED,
        FILE_MISSING,
        FILE_EMPTY,
        FILE_TRUNCATED,
        /** Its files are temporary ones. */
        TEMPORARY,
        ONLY_TEXT,
        /** Its files are listed as custom nodes list videos. */
        GIFS,
        /** One more file than was asked for. */
        TWO_FILES
    }

    /** What becomes of WebSockets, until it is called off. */
    public enum OnSocket {
        REFUSED_403,
        REFUSED_404,
        /** Closed after the third frame. */
        CLOSED_EARLY,
        SILENT,
        /** A status frame of one megabyte comes first. */
        LARGE_FRAME,
        FRAGMENTS,
        UNKNOWN_BINARY
    }

    private record Armed(String method, String path, Rule rule) {}

    /** @param answer instead of the true one; null if {@code what} says it all */
    record Rule(@Nullable OnRequest what, @Nullable Answer answer, Duration delay) {}

    private final List<Armed> requests = new CopyOnWriteArrayList<>();
    private final List<OnPrompt> prompts = new ArrayList<>();
    private final Set<OnSocket> sockets = EnumSet.noneOf(OnSocket.class);

    private volatile Duration historyDelay = Duration.ZERO;
    private volatile boolean uploadsRenamed;
    private volatile boolean originRefused;
    private volatile boolean extraElements;
    private volatile boolean queueReplayed;
    private volatile Map.@Nullable Entry<String, String> requiredHeader;

    /** Arms one request: the next one whose path, without {@code /api}, begins so. */
    public void next(String method, String path, OnRequest what) {
        requests.add(new Armed(method, path, new Rule(what, null, Duration.ZERO)));
    }

    /** The next such request is answered like this, and nothing is done. */
    public void nextAnswers(String method, String path, int status, String contentType, String body) {
        Answer answer = new Answer(status, contentType, body.getBytes(StandardCharsets.UTF_8), Map.of());
        requests.add(new Armed(method, path, new Rule(null, answer, Duration.ZERO)));
    }

    /** The next such request is carried out, and answered later. */
    public void nextIsSlow(String method, String path, Duration delay) {
        requests.add(new Armed(method, path, new Rule(null, null, delay)));
    }

    public void nextPrompt(OnPrompt what) {
        synchronized (prompts) {
            prompts.add(what);
        }
    }

    public void sockets(OnSocket what) {
        synchronized (sockets) {
            sockets.add(what);
        }
    }

    /** How long a prompt that has told its end still counts as running. */
    public void historyIsLate(Duration delay) {
        historyDelay = delay;
    }

    /** Every upload meets another file of its name. */
    public void renameUploads() {
        uploadsRenamed = true;
    }

    /** As a strict proxy in front of it would: whoever hands on a browser's headers is turned away. */
    public void refuseOrigins() {
        originRefused = true;
    }

    /** As an authenticating proxy in front of it would. */
    public void requireHeader(String name, String value) {
        requiredHeader = Map.entry(name, value);
    }

    /** Items of the queue have one element more than today, and numbers are floats. */
    public void extraElements() {
        extraElements = true;
    }

    /** A plugin keeps the queue, and what ran, over a restart. */
    public void replayQueue() {
        queueReplayed = true;
    }

    /** Everything works again. */
    public void clear() {
        requests.clear();
        synchronized (prompts) {
            prompts.clear();
        }
        synchronized (sockets) {
            sockets.clear();
        }
        historyDelay = Duration.ZERO;
        uploadsRenamed = false;
        originRefused = false;
        extraElements = false;
        queueReplayed = false;
        requiredHeader = null;
    }

    Optional<Rule> take(String method, String path) {
        for (Armed armed : requests) {
            if (armed.method().equals(method) && path.startsWith(armed.path()) && requests.remove(armed)) {
                return Optional.of(armed.rule());
            }
        }
        return Optional.empty();
    }

    Optional<OnPrompt> takePrompt() {
        synchronized (prompts) {
            return prompts.isEmpty() ? Optional.empty() : Optional.of(prompts.remove(0));
        }
    }

    boolean has(OnSocket what) {
        synchronized (sockets) {
            return sockets.contains(what);
        }
    }

    Duration historyDelay() {
        return historyDelay;
    }

    boolean renamesUploads() {
        return uploadsRenamed;
    }

    boolean refusesOrigins() {
        return originRefused;
    }

    boolean replaysQueue() {
        return queueReplayed;
    }

    boolean hasExtraElements() {
        return extraElements;
    }

    Map.@Nullable Entry<String, String> requiredHeader() {
        return requiredHeader;
    }
}
