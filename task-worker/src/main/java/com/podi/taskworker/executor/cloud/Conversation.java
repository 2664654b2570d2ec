package com.podi.taskworker.executor.cloud;

import com.podi.contracts.ability.ProviderKey;
import com.podi.starter.http.AnswerTooLongException;
import com.podi.starter.http.HttpAnswer;
import com.podi.starter.http.HttpCall;
import com.podi.starter.http.HttpContent;
import com.podi.starter.http.TrustedHttp;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.unit.DataSize;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is said between us and a provider in one attempt, with one key. */
public final class Conversation {

    private static final Logger log = LoggerFactory.getLogger(Conversation.class);

    private static final long LONGEST_ANSWER = DataSize.ofMegabytes(64).toBytes();
    private static final int MOST_OF_SOMETHING_ELSE = 16 * 1024;
    private static final Duration LONGEST_REST = Duration.ofDays(1);
    private static final int UNAVAILABLE = 503;

    /** With the time to keep a name shorter than work is waited for that is told to stop. */
    private static final Duration LAST_MOMENT = Duration.ofSeconds(3);

    private final TrustedHttp http;
    private final JsonMapper json;
    private final Dialect dialect;
    private final Path directory;
    private final @Nullable ProviderKey key;
    private final Consumer<JsonNode> listener;
    private final List<String> secrets = new ArrayList<>();

    /** @param listener is told of each answer, masked */
    Conversation(
            TrustedHttp http,
            JsonMapper json,
            Dialect dialect,
            Path directory,
            @Nullable ProviderKey key,
            Consumer<JsonNode> listener) {
        this.http = http;
        this.json = json;
        this.dialect = dialect;
        this.directory = directory;
        this.key = key;
        this.listener = listener;
        if (key != null) {
            secret(key.key());
        }
    }

    /** The key of this conversation; empty where the provider wants none. */
    public String key() {
        return key == null ? "" : key.key();
    }

    /** Something else that is never to be seen, such as a token that a key was exchanged for. */
    public void secret(String secret) {
        secrets.add(secret);
    }

    public JsonNode post(URI address, HttpContent content, Duration patience)
            throws ProviderFailure, InterruptedException {
        return say("POST", address, dialect.headers(key()), content, patience);
    }

    public JsonNode delete(URI address, Duration patience) throws ProviderFailure, InterruptedException {
        return say("DELETE", address, dialect.headers(key()), null, patience);
    }

    /** The same, for a provider that shows its key otherwise. */
    public JsonNode say(
            String method,
            URI address,
            List<Map.Entry<String, String>> headers,
            @Nullable HttpContent content,
            Duration patience)
            throws ProviderFailure, InterruptedException {
        return exchange(new HttpCall(method, address, headers, content), patience, dialect::trouble);
    }

    /** How a job goes on. */
    public JsonNode look(URI address, List<Map.Entry<String, String>> headers, Duration patience)
            throws ProviderFailure, InterruptedException {
        return exchange(new HttpCall("GET", address, headers, null), patience, dialect::troubleOfLook);
    }

    public JsonNode look(URI address, Duration patience) throws ProviderFailure, InterruptedException {
        return look(address, dialect.headers(key()), patience);
    }

    public JsonNode begin(URI address, HttpContent content, Duration patience)
            throws ProviderFailure, InterruptedException {
        return begin("POST", address, dialect.headers(key()), content, patience);
    }

    /**
     * Begins something that is paid for. It is not broken off, and where nobody knows whether it was begun nobody may ask
     * once more.
     */
    public JsonNode begin(
            String method,
            URI address,
            List<Map.Entry<String, String>> headers,
            @Nullable HttpContent content,
            Duration patience)
            throws ProviderFailure, InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("before it was begun");
        }
        Sent sent = new Sent(content);
        HttpCall call = new HttpCall(method, address, headers, content == null ? null : sent);
        try {
            return Uninterrupted.get(() -> exchange(call, patience, dialect::trouble), LAST_MOMENT);
        } catch (TimeoutException late) {
            throw new ProviderFailure(Trouble.SILENCE, "stopped before the answer to " + call, null, late).forGood();
        } catch (ExecutionException ended) {
            if (ended.getCause() instanceof ProviderFailure failure) {
                throw failure.mayHaveBeenDone() && sent.mayHaveBeenHeard(failure.getCause())
                        ? failure.forGood()
                        : failure;
            }
            throw new IllegalStateException("cannot call " + call, ended.getCause());
        }
    }

    private interface Judge {
        Optional<Trouble> trouble(int status, JsonNode answer);
    }

    private JsonNode exchange(HttpCall call, Duration patience, Judge judge)
            throws ProviderFailure, InterruptedException {
        Path file = null;
        try {
            file = Files.createTempFile(directory, "answer-", ".json");
            HttpAnswer answer = http.exchange(call, file, LONGEST_ANSWER, patience);
            return judged(call, answer, file, judge);
        } catch (SocketTimeoutException silence) {
            throw new ProviderFailure(Trouble.SILENCE, "no answer to " + call, null, silence);
        } catch (AnswerTooLongException tooLong) {
            throw new ProviderFailure(Trouble.PROVIDER, "too long an answer to " + call, null, tooLong);
        } catch (IOException unreachable) {
            throw new ProviderFailure(
                    Trouble.PROVIDER,
                    "%s failed: %s".formatted(call, text(String.valueOf(unreachable.getMessage()))),
                    null,
                    unreachable);
        } finally {
            delete(file);
        }
    }

    private JsonNode judged(HttpCall call, HttpAnswer answer, Path file, Judge judge)
            throws ProviderFailure, IOException {
        JsonNode body;
        try {
            body = new AnswerFile(json, directory, dialect.pictureMembers()).read(file);
        } catch (JacksonException noJson) {
            String beginning = beginning(file);
            listener.accept(
                    json.createObjectNode().put("status", answer.status()).put("text", beginning));
            Trouble trouble = Trouble.ofStatus(answer.status()).orElse(Trouble.PROVIDER);
            log.info("no JSON: call={} status={} text={}", call, answer.status(), beginning);
            // Its message may quote what was read.
            ProviderFailure unreadable = new ProviderFailure(
                    trouble, "%s answered %d and no JSON".formatted(call, answer.status()), rest(answer), null);
            throw isOfSomebodyBetween(answer.status()) ? unreadable.unsure() : unreadable;
        }
        listener.accept(masked().tree(body));
        Optional<Trouble> trouble = judge.trouble(answer.status(), body);
        if (trouble.isPresent()) {
            String words = text(dialect.words(body));
            log.info(
                    "refused by provider: call={} key={} status={} trouble={} words={}",
                    call,
                    key == null ? null : key.keyId(),
                    answer.status(),
                    trouble.get(),
                    words);
            throw new ProviderFailure(
                    trouble.get(), words.isEmpty() ? "answered " + answer.status() : words, rest(answer), null);
        }
        return body;
    }

    /** Something on the way answers for a provider that may have heard the call. */
    private static boolean isOfSomebodyBetween(int status) {
        return status < 300 || status >= 500 && status != UNAVAILABLE;
    }

    private String beginning(Path file) throws IOException {
        try (var bytes = Files.newInputStream(file)) {
            String beginning = new String(bytes.readNBytes(MOST_OF_SOMETHING_ELSE), StandardCharsets.UTF_8);
            return bytes.read() < 0 ? text(beginning) : masked().beginning(beginning);
        }
    }

    /** Seconds, or a date. */
    private static @Nullable Duration rest(HttpAnswer answer) {
        return answer.header("Retry-After").map(Conversation::rest).orElse(null);
    }

    private static @Nullable Duration rest(String value) {
        Duration rest;
        try {
            rest = value.strip().chars().allMatch(Character::isDigit)
                    ? Duration.ofSeconds(Long.parseLong(value.strip()))
                    : Duration.between(
                            Instant.now(),
                            ZonedDateTime.parse(value.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                                    .toInstant());
        } catch (DateTimeParseException | NumberFormatException neither) {
            return null;
        }
        if (rest.compareTo(Duration.ofSeconds(1)) < 0) {
            return Duration.ofSeconds(1);
        }
        return rest.compareTo(LONGEST_REST) > 0 ? LONGEST_REST : rest;
    }

    /** What a provider said, to be shown. */
    String text(String text) {
        return masked().text(text);
    }

    private Masked masked() {
        return new Masked(json, secrets);
    }

    /** Notices when somebody begins to send it; without content only a connection that never was is silent. */
    private static final class Sent implements HttpContent {

        private final @Nullable HttpContent content;
        private volatile boolean begun;

        private Sent(@Nullable HttpContent content) {
            this.content = content;
        }

        private boolean mayHaveBeenHeard(@Nullable Throwable cause) {
            return content == null ? !(cause instanceof ConnectException) : begun;
        }

        @Override
        public String type() {
            return Objects.requireNonNull(content).type();
        }

        @Override
        public long length() {
            return Objects.requireNonNull(content).length();
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            begun = true;
            Objects.requireNonNull(content).writeTo(out);
        }
    }

    private static void delete(@Nullable Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException ignored) {
            // The whole directory goes when the attempt is over.
        }
    }
}
