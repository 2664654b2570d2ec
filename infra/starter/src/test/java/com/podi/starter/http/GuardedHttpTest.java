package com.podi.starter.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.PodiException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.client5.http.DnsResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GuardedHttpTest {

    private static final long HUGE = 64L * 1024 * 1024;

    private final GuardedHttp strict = new GuardedHttp(new EgressPolicy(List.of()), Duration.ofSeconds(30));
    private final GuardedHttp loopbackAllowed =
            new GuardedHttp(new EgressPolicy(List.of("127.0.0.1/32")), Duration.ofSeconds(2));
    private final AtomicInteger calls = new AtomicInteger();
    private final CompletableFuture<Void> poured = new CompletableFuture<>();

    @TempDir
    private Path directory;

    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/picture", exchange -> answer(exchange, 200, "0123456789"));
        server.createContext("/missing", exchange -> answer(exchange, 404, "nothing here"));
        server.createContext("/twice", exchange -> redirect(exchange, "/once"));
        server.createContext("/once", exchange -> redirect(exchange, "/picture"));
        server.createContext("/loop", exchange -> redirect(exchange, "/loop"));
        server.createContext("/inside", exchange -> redirect(exchange, "http://127.0.0.2/"));
        server.createContext("/endless", GuardedHttpTest::drip);
        server.createContext("/slow", GuardedHttpTest::trickle);
        server.createContext("/silent", exchange -> {});
        server.createContext("/huge", this::pour);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1/",
                "http://localhost/",
                "http://169.254.169.254/latest/meta-data",
                "http://100.100.100.200/",
                "http://[::1]/",
                "http://[::ffff:127.0.0.1]/",
                "http://[::7f00:1]/",
                "http://0x7f.1/",
                "http://10.1.2.3/",
                "http://192.168.0.1/",
                "http://8.8.8.8:22/",
                "http://user@8.8.8.8/",
                "http://user:secret@8.8.8.8/",
                "ftp://8.8.8.8/",
                "file:///etc/passwd",
                "//8.8.8.8/",
                "not an address",
                ""
            })
    void whatIsNotPublicIsRefused(String url) {
        assertThat(refusal(() -> strict.check(url))).isEqualTo(ErrorCode.URL_NOT_ALLOWED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://8.8.8.8/", "https://8.8.8.8/picture.png?size=2", "https://[2001:4860:4860::8888]/"})
    void whatIsPublicMayBeNamed(String url) {
        assertThatCode(() -> strict.check(url)).doesNotThrowAnyException();
    }

    @Test
    void nothingIsDialledThatIsNotAllowed() {
        assertThat(refusal(() -> strict.download(url("/picture"), file(), 100))).isEqualTo(ErrorCode.URL_NOT_ALLOWED);
        assertThat(calls).hasValue(0);
    }

    @Test
    void whatTheOperatorAllowsIsFetchedFromAnyPort() throws IOException {
        loopbackAllowed.download(url("/picture"), file(), 100);

        assertThat(file()).hasContent("0123456789");
    }

    @Test
    void redirectsAreFollowedAndNotForEver() throws IOException {
        loopbackAllowed.download(url("/twice"), file(), 100);
        assertThat(file()).hasContent("0123456789");

        assertThatThrownBy(() -> loopbackAllowed.download(url("/loop"), file(), 100))
                .isInstanceOf(IOException.class);
    }

    @Test
    void whoWantsNoRedirectFollowsNone() throws IOException {
        loopbackAllowed.downloadDirectly(url("/picture"), file(), 100, Duration.ofSeconds(2));
        assertThat(file()).hasContent("0123456789");
        calls.set(0);

        assertThatThrownBy(() -> loopbackAllowed.downloadDirectly(url("/once"), file(), 100, Duration.ofSeconds(2)))
                .isInstanceOf(IOException.class);
        assertThat(calls).as("what it leads to").hasValue(0);
    }

    @Test
    void whoHasLessPatienceWaitsLess() {
        long begin = System.nanoTime();

        assertThatThrownBy(() ->
                        loopbackAllowed.downloadDirectly(url("/endless"), file(), 1_000_000, Duration.ofMillis(300)))
                .isInstanceOf(IOException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofMillis(1500));
    }

    @Test
    void aRedirectInsideIsRefused() {
        assertThat(refusal(() -> loopbackAllowed.download(url("/inside"), file(), 100)))
                .isEqualTo(ErrorCode.URL_NOT_ALLOWED);
    }

    @Test
    void aNameThatLeadsInsideWhenItIsDialledIsRefused() {
        assertThat(refusal(() -> rebound().download("http://rebound.example" + port() + "/picture", file(), 100)))
                .isEqualTo(ErrorCode.URL_NOT_ALLOWED);
        assertThat(refusal(() -> rebound()
                        .post(
                                "http://rebound.example" + port() + "/picture",
                                List.of(),
                                new byte[0],
                                Duration.ofSeconds(2))))
                .isEqualTo(ErrorCode.URL_NOT_ALLOWED);
        assertThat(calls).hasValue(0);
    }

    /** Its names are public when they are asked for first, and this machine's from then on. */
    private static GuardedHttp rebound() {
        AtomicInteger asked = new AtomicInteger();
        DnsResolver names = new DnsResolver() {
            @Override
            public InetAddress[] resolve(String host) throws UnknownHostException {
                return InetAddress.getAllByName(asked.getAndIncrement() == 0 ? "8.8.8.8" : "127.0.0.1");
            }

            @Override
            public String resolveCanonicalHostname(String host) {
                return host;
            }
        };
        return new GuardedHttp(new EgressPolicy(List.of("8.8.8.8/32")), Duration.ofSeconds(2), names);
    }

    @Test
    void moreThanAllowedIsCutOff() {
        assertThat(refusal(() -> loopbackAllowed.download(url("/picture"), file(), 9)))
                .isEqualTo(ErrorCode.IMAGE_TOO_LARGE);
    }

    @Test
    void whatNeverEndsIsCutOffInTime() {
        long begin = System.nanoTime();

        assertThatThrownBy(() -> loopbackAllowed.download(url("/endless"), file(), 1_000_000))
                .isInstanceOf(IOException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void whatIsLargeMayTakeLongerThanIsUsual() throws IOException {
        loopbackAllowed.download(url("/slow"), file(), 100, Duration.ofSeconds(20));

        assertThat(Files.readString(file())).isEqualTo("0123456789");
    }

    @Test
    void whoeverFetchesSomethingLargeCanBeStopped() throws Exception {
        CompletableFuture<Throwable> end = new CompletableFuture<>();
        Thread fetching = new Thread(() -> end.complete(catchThrowable(
                () -> loopbackAllowed.download(url("/endless"), file(), Long.MAX_VALUE, Duration.ofMinutes(1)))));
        fetching.start();
        await().until(() -> Files.exists(file()) && Files.size(file()) > 0);

        fetching.interrupt();

        assertThat(end.get(5, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
    }

    @Test
    void whatNeverEndsIsNotReadToItsEndWhenItIsTooLarge() {
        long begin = System.nanoTime();

        assertThat(refusal(() -> loopbackAllowed.download(url("/endless"), file(), 3)))
                .isEqualTo(ErrorCode.IMAGE_TOO_LARGE);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void onlySuccessIsAPicture() {
        assertThatThrownBy(() -> loopbackAllowed.download(url("/missing"), file(), 100))
                .isInstanceOfSatisfying(UnwantedAnswerException.class, answer -> assertThat(answer.isFinal())
                        .isTrue());
    }

    @ParameterizedTest
    @CsvSource({
        "404, true",
        "403, true",
        "410, true",
        "204, true",
        "408, false",
        "425, false",
        "429, false",
        "503, false"
    })
    void onlyWhoBlamesTheAddressIsNotAskedAgain(int status, boolean isFinal) {
        assertThat(new UnwantedAnswerException(status).isFinal()).isEqualTo(isFinal);
    }

    @Test
    void whatIsPostedIsAnsweredByItsStatus() throws IOException {
        assertThat(post("/picture")).isEqualTo(200);
        assertThat(post("/missing")).isEqualTo(404);
        assertThat(calls).hasValue(2);
    }

    @Test
    void aPostIsNotRedirected() throws IOException {
        assertThat(post("/once")).isEqualTo(302);
        assertThat(calls).hasValue(0);
    }

    @Test
    void aPostGoesNowhereItMayNot() {
        assertThat(refusal(() -> strict.post(url("/picture"), List.of(), new byte[0], Duration.ofSeconds(2))))
                .isEqualTo(ErrorCode.URL_NOT_ALLOWED);
        assertThat(calls).hasValue(0);
    }

    @Test
    void aPostThatIsNotAnsweredIsGivenUpInTime() {
        long begin = System.nanoTime();

        assertThatThrownBy(() -> post("/silent")).isInstanceOf(SocketTimeoutException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void theStatusCountsWhateverBecomesOfTheRest() throws IOException {
        long begin = System.nanoTime();

        assertThat(post("/endless")).isEqualTo(200);
        assertThat(post("/huge")).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
        assertThat(poured).failsWithin(Duration.ofSeconds(10));
    }

    private int post(String path) throws IOException {
        return loopbackAllowed.post(
                url(path), List.of(Map.entry("X-Name", "value")), "{}".getBytes(), Duration.ofSeconds(2));
    }

    private interface Attempt {
        void run() throws IOException;
    }

    private static ErrorCode refusal(Attempt attempt) {
        return catchThrowableOfType(PodiException.class, attempt::run).errorCode();
    }

    private String url(String path) {
        return "http://127.0.0.1" + port() + path;
    }

    private String port() {
        return ":" + server.getAddress().getPort();
    }

    private Path file() {
        return directory.resolve("file");
    }

    private void answer(HttpExchange exchange, int status, String body) throws IOException {
        calls.incrementAndGet();
        exchange.sendResponseHeaders(status, body.length());
        exchange.getResponseBody().write(body.getBytes());
        exchange.close();
    }

    private static void redirect(HttpExchange exchange, String location) throws IOException {
        exchange.getResponseHeaders().set("Location", location);
        exchange.sendResponseHeaders(302, -1);
        exchange.close();
    }

    private void pour(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, HUGE);
        byte[] chunk = new byte[64 * 1024];
        try (OutputStream body = exchange.getResponseBody()) {
            for (long total = 0; total < HUGE; total += chunk.length) {
                body.write(chunk);
            }
            poured.complete(null);
        } catch (IOException cutOff) {
            poured.completeExceptionally(cutOff);
            throw cutOff;
        }
    }

    /** Longer than is usual here. */
    private static void trickle(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 10);
        try (OutputStream body = exchange.getResponseBody()) {
            for (char digit : "0123456789".toCharArray()) {
                Thread.sleep(250);
                body.write(digit);
                body.flush();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static void drip(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream body = exchange.getResponseBody()) {
            for (int second = 0; second < 300; second++) {
                body.write('x');
                body.flush();
                Thread.sleep(200);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
