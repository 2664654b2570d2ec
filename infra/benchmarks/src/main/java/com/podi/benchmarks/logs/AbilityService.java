package com.podi.benchmarks.logs;

import com.podi.benchmarks.AbilityProcess;
import com.podi.benchmarks.Heap;
import com.podi.benchmarks.load.Load;
import com.podi.benchmarks.load.Wire;
import com.podi.parts.Jdk;
import com.podi.parts.Leash;
import com.podi.testsupport.Database;
import com.podi.testsupport.TestTokens;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.LongFunction;

/** What is asked of the service. */
final class AbilityService {

    private static final long LOOK_EVERY_BYTES = 64 << 20;

    private final int port;
    private final String admin = TestTokens.start().admin("admin");
    private final Heap heap;

    AbilityService(Database database, Leash leash, Path directory) {
        AbilityProcess process = new AbilityProcess(database, leash, directory);
        port = process.port();
        heap = new Heap(Jdk.current(), process.child());
    }

    /** However long it takes. */
    String read(String path) {
        try (InputStream answer = open(path)) {
            return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param path of the n-th question */
    Load.Result reads(LongFunction<String> path, Duration duration) {
        try (Wire wire = new Wire(port)) {
            long[] number = new long[1];
            return Load.run(1, duration, connection -> () -> ok(wire.get(path.apply(number[0]++), admin)));
        }
    }

    Load.Result readsOf(String user, String path, Duration duration) {
        String token = TestTokens.start().user(user);
        try (Wire wire = new Wire(port)) {
            return Load.run(1, duration, connection -> () -> ok(wire.get(path, token)));
        }
    }

    private static void ok(Wire.Answer answer) {
        if (answer.status() != 200) {
            throw new IllegalStateException(answer.toString());
        }
    }

    /** @param grownMb what lived in the heap half-way, at most, beside what had lived there before */
    record Export(long lines, double seconds, double mb, double grownMb) {}

    Export export(String path) {
        double before = heap.liveMb();
        double highest = before;
        long lines = 0;
        long bytes = 0;
        long nextLook = LOOK_EVERY_BYTES;
        long looking = 0;
        long began = System.nanoTime();
        try (InputStream file = open(path)) {
            byte[] block = new byte[64 * 1024];
            for (int read = file.read(block); read >= 0; read = file.read(block)) {
                bytes += read;
                for (int i = 0; i < read; i++) {
                    lines += block[i] == '\n' ? 1 : 0;
                }
                if (bytes >= nextLook) {
                    long look = System.nanoTime();
                    highest = Math.max(highest, heap.liveMb());
                    looking += System.nanoTime() - look;
                    nextLook += LOOK_EVERY_BYTES;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        double seconds = (System.nanoTime() - began - looking) / 1e9;
        return new Export(lines, seconds, bytes / 1e6, highest - before);
    }

    private InputStream open(String path) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Authorization", "Bearer " + admin)
                .build();
        try {
            return HttpClient.newHttpClient()
                    .send(request, BodyHandlers.ofInputStream())
                    .body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
