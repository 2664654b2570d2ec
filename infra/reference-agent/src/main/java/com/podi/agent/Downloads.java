package com.podi.agent;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Brings files. What has arrived is kept beside the target until it is whole, so that a download that broke goes on where it
 * broke; the target is replaced in one step, when size and checksum are right.
 */
final class Downloads implements AutoCloseable {

    private static final int TRIES = 3;
    private static final int CHUNK = 256 * 1024;
    private static final int OK = 200;
    private static final int PARTIAL = 206;
    private static final int RANGE_NOT_SATISFIABLE = 416;

    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(10))
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "download-watch");
        thread.setDaemon(true);
        return thread;
    });
    private final Duration silence;
    private final Duration pause;

    /**
     * @param silence after which a download counts as broken
     * @param pause before it is tried again
     */
    Downloads(Duration silence, Duration pause) {
        this.silence = silence;
        this.pause = pause;
    }

    /** @param size null if nobody knows */
    record Wanted(URI url, String sha256, @Nullable Long size, Path target) {

        /** What another file left here is not gone on with. */
        Path part() {
            return target.resolveSibling("." + target.getFileName() + "." + sha256.substring(0, 16) + ".part");
        }
    }

    enum Outcome {
        ALREADY_THERE,
        FETCHED
    }

    /** @param arrived is told how many bytes of the file are there */
    Outcome fetch(Wanted wanted, LongConsumer arrived) throws ItemFailedException, InterruptedException {
        try {
            if (isRight(wanted.target(), wanted)) {
                return Outcome.ALREADY_THERE;
            }
            receive(wanted, arrived);
            check(wanted);
            try (FileChannel part = FileChannel.open(wanted.part(), StandardOpenOption.WRITE)) {
                part.force(true);
            }
            Files.move(
                    wanted.part(),
                    wanted.target(),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            return Outcome.FETCHED;
        } catch (IOException failure) {
            throw new ItemFailedException("IO_ERROR", String.valueOf(failure));
        }
    }

    private void receive(Wanted wanted, LongConsumer arrived)
            throws ItemFailedException, IOException, InterruptedException {
        IOException last = new IOException("never tried");
        for (int attempt = 1; attempt <= TRIES; attempt++) {
            if (attempt > 1) {
                Thread.sleep(pause.toMillis());
            }
            try {
                receiveOnce(wanted, arrived);
                return;
            } catch (IOException broken) {
                last = broken;
            }
        }
        throw new ItemFailedException(
                "DOWNLOAD_FAILED", "broke after %d bytes: %s".formatted(sizeOf(wanted.part()), last.getMessage()));
    }

    private void receiveOnce(Wanted wanted, LongConsumer arrived)
            throws ItemFailedException, IOException, InterruptedException {
        long present = sizeOf(wanted.part());
        if (wanted.size() != null && present > wanted.size()) {
            Files.delete(wanted.part());
            present = 0;
        }
        if (wanted.size() != null && present == wanted.size() && present > 0) {
            return;
        }
        HttpRequest.Builder request =
                HttpRequest.newBuilder(wanted.url()).timeout(silence).header("Accept-Encoding", "identity");
        if (present > 0) {
            request.header("Range", "bytes=" + present + "-");
        }
        HttpResponse<InputStream> answer = http.send(request.build(), BodyHandlers.ofInputStream());
        try (InputStream body = answer.body()) {
            if (answer.statusCode() == RANGE_NOT_SATISFIABLE) {
                Files.deleteIfExists(wanted.part());
                throw new IOException("nothing there to go on with");
            }
            boolean goesOn = answer.statusCode() == PARTIAL && beginsAt(answer) == present;
            if (answer.statusCode() != OK && !goesOn) {
                throw new IOException("answered " + answer.statusCode());
            }
            if (!goesOn) {
                present = 0;
            }
            copy(body, wanted, present, goesOn, arrived);
        }
        long length = sizeOf(wanted.part());
        if (wanted.size() != null && length < wanted.size()) {
            throw new IOException("ended after %d of %d bytes".formatted(length, wanted.size()));
        }
    }

    private static long beginsAt(HttpResponse<?> answer) {
        String range = answer.headers().firstValue("Content-Range").orElse("");
        return range.matches("bytes \\d+-.*") ? Long.parseLong(range.substring(6, range.indexOf('-'))) : -1;
    }

    /** A stream that falls silent is closed; reading it then fails like any other that breaks. */
    private void copy(InputStream body, Wanted wanted, long present, boolean goesOn, LongConsumer arrived)
            throws ItemFailedException, IOException {
        AtomicLong lastHeard = new AtomicLong(System.nanoTime());
        ScheduledFuture<?> watching = watch.scheduleWithFixedDelay(
                () -> {
                    if (System.nanoTime() - lastHeard.get() > silence.toNanos()) {
                        close(body);
                    }
                },
                silence.toMillis() / 4 + 1,
                silence.toMillis() / 4 + 1,
                TimeUnit.MILLISECONDS);
        StandardOpenOption how = goesOn ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING;
        try (OutputStream out =
                Files.newOutputStream(wanted.part(), StandardOpenOption.CREATE, StandardOpenOption.WRITE, how)) {
            byte[] chunk = new byte[CHUNK];
            long total = present;
            for (int read = body.read(chunk); read >= 0; read = body.read(chunk)) {
                lastHeard.set(System.nanoTime());
                total += read;
                if (wanted.size() != null && total > wanted.size()) {
                    out.close();
                    Files.delete(wanted.part());
                    throw new ItemFailedException("SIZE_MISMATCH", "more than %d bytes".formatted(wanted.size()));
                }
                out.write(chunk, 0, read);
                arrived.accept(total);
            }
        } finally {
            watching.cancel(false);
        }
    }

    private static void close(InputStream stream) {
        try {
            stream.close();
        } catch (IOException closed) {
            // whoever reads it is told
        }
    }

    private static void check(Wanted wanted) throws ItemFailedException, IOException {
        String actual = sha256(wanted.part());
        if (!actual.equalsIgnoreCase(wanted.sha256())) {
            Files.delete(wanted.part());
            throw new ItemFailedException("SHA256_MISMATCH", "has " + actual);
        }
    }

    static boolean isRight(Path file, Wanted wanted) throws IOException {
        return Files.isRegularFile(file)
                && (wanted.size() == null || Files.size(file) == wanted.size())
                && sha256(file).equalsIgnoreCase(wanted.sha256());
    }

    static String sha256(Path file) throws IOException {
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), sha256())) {
            byte[] chunk = new byte[CHUNK];
            while (in.read(chunk) >= 0) {
                // the digest reads along
            }
            return HexFormat.of()
                    .formatHex(((DigestInputStream) in).getMessageDigest().digest());
        }
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static long sizeOf(Path file) throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }

    @Override
    public void close() {
        watch.shutdownNow();
    }
}
