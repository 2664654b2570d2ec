package com.podi.starter.http;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.PodiException;
import com.podi.contracts.error.Text;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.springframework.boot.http.client.FilteredHostException;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.HttpComponentsHttpClientBuilder;
import org.springframework.boot.http.client.HttpCookieHandling;
import org.springframework.boot.http.client.HttpRedirects;

/**
 * Calls addresses that users gave. An address is checked when it is named and again when it is dialled, where the name is
 * resolved once and the connection goes to what was checked; so are the addresses it redirects to.
 */
public final class GuardedHttp {

    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final int MOST_REDIRECTS = 3;
    private static final Text UNRESOLVED = new Text("域名无法解析", "its name cannot be resolved");
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
    private static final Duration SILENCE = Duration.ofSeconds(10);
    private static final int CHUNK = 16 * 1024;
    private static final String USER_AGENT = "PODI";
    private static final int MOST_OF_AN_ANSWER = 64 * 1024;
    private static final int MOST_POSTS_AT_ONCE = 256;

    private final EgressPolicy policy;
    private final DnsResolver names;
    private final CloseableHttpClient client;
    private final StatusCalls posts;
    private final Duration patience;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "guarded-http-timer");
        thread.setDaemon(true);
        return thread;
    });

    GuardedHttp(EgressPolicy policy, Duration patience) {
        this(policy, patience, SystemDefaultDnsResolver.INSTANCE);
    }

    GuardedHttp(EgressPolicy policy, Duration patience, DnsResolver names) {
        this.policy = policy;
        this.names = names;
        this.patience = patience;
        this.client = builder().build(settings().withTimeouts(CONNECT_TIMEOUT, SILENCE));
        this.posts = new StatusCalls(poster(), timer, MOST_OF_AN_ANSWER);
    }

    /**
     * With connections of its own, so that those who wait for an answer to what they posted leave the others theirs; each
     * is dialled anew, to an address that was checked now.
     */
    private CloseableHttpClient poster() {
        return builder()
                .withConnectionManagerCustomizer(connections ->
                        connections.setMaxConnTotal(MOST_POSTS_AT_ONCE).setMaxConnPerRoute(MOST_POSTS_AT_ONCE))
                .withCustomizer(client -> client.disableContentCompression()
                        .setUserAgent(USER_AGENT)
                        .setConnectionReuseStrategy((request, answer, context) -> false))
                .build(settings().withConnectTimeout(CONNECT_TIMEOUT));
    }

    private HttpComponentsHttpClientBuilder builder() {
        return new HttpComponentsHttpClientBuilder()
                .withDnsResolver(new FewAddresses(names))
                .withCustomizer(client -> client.disableAutomaticRetries().disableAuthCaching());
    }

    private HttpClientSettings settings() {
        return HttpClientSettings.defaults()
                .withRedirects(HttpRedirects.DONT_FOLLOW)
                .withCookieHandling(HttpCookieHandling.DISABLE)
                .withInetAddressFilter(policy.addresses());
    }

    /** Refuses an address that we would not call; dials nothing. */
    public URI check(String url) {
        try {
            return checked(url);
        } catch (UnknownHostException unknown) {
            throw ErrorCode.URL_NOT_ALLOWED.at("url", UNRESOLVED);
        }
    }

    /** When it is called, an address that was good when it was named may for a moment not resolve. */
    private URI checked(String url) throws UnknownHostException {
        URI address = parse(url);
        String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")
                || address.getHost() == null
                || address.getRawUserInfo() != null) {
            throw ErrorCode.URL_NOT_ALLOWED.because("not a plain web address");
        }
        int port = address.getPort() >= 0 ? address.getPort() : scheme.equals("https") ? 443 : 80;
        boolean permitted =
                Arrays.stream(names.resolve(address.getHost())).allMatch(resolved -> policy.permits(resolved, port));
        if (!permitted) {
            throw ErrorCode.URL_NOT_ALLOWED.because("%s:%d", address.getHost(), port);
        }
        return address;
    }

    /**
     * Fetches what lies at the address into a file.
     *
     * @throws PodiException if the address is not allowed or holds more than {@code maxBytes}
     * @throws UnwantedAnswerException if it does not answer with success
     * @throws IOException if it cannot be reached or takes too long
     */
    public void download(String url, Path file, long maxBytes) throws IOException {
        download(url, file, maxBytes, patience, MOST_REDIRECTS);
    }

    /**
     * Fetches what may be large; whoever is interrupted meanwhile gets an {@link IOException} soon.
     *
     * @param patience more than is usual here
     */
    public void download(String url, Path file, long maxBytes, Duration patience) throws IOException {
        download(url, file, maxBytes, patience, MOST_REDIRECTS);
    }

    /**
     * Fetches what lies at the address itself, for those who believe this address and no other.
     *
     * @param patience less than is usual here
     * @throws PodiException if the address is not allowed or holds more than {@code maxBytes}
     * @throws IOException if it cannot be reached, does not answer with success, leads elsewhere or takes too long
     */
    public void downloadDirectly(String url, Path file, long maxBytes, Duration patience) throws IOException {
        download(url, file, maxBytes, patience, 0);
    }

    private void download(String url, Path file, long maxBytes, Duration patience, int mostRedirects)
            throws IOException {
        long deadline = System.nanoTime() + patience.toNanos();
        URI address = checked(url);
        for (int hop = 0; hop <= mostRedirects; hop++) {
            HttpGet request = new HttpGet(address);
            // Cancelling closes the connection, whatever the other side does; closing a stream would read it to its
            // end.
            ScheduledFuture<?> timeout =
                    timer.schedule(request::cancel, deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            Optional<URI> next;
            try {
                next = client.execute(request, answer -> receive(request, answer, file, maxBytes));
            } catch (FilteredHostException rebound) {
                throw refused(rebound);
            } finally {
                timeout.cancel(false);
                request.cancel();
            }
            if (next.isEmpty()) {
                return;
            }
            if (hop < mostRedirects) {
                address = checked(next.get().toString());
            }
        }
        throw new IOException("too many redirects");
    }

    /** @return where to go on; empty if this was it */
    private static Optional<URI> receive(HttpGet request, ClassicHttpResponse answer, Path file, long maxBytes)
            throws IOException {
        if (REDIRECTS.contains(answer.getCode())) {
            Header location = answer.getFirstHeader(HttpHeaders.LOCATION);
            if (location == null) {
                throw new IOException("redirect to nowhere");
            }
            request.cancel();
            return Optional.of(uriOf(request).resolve(parse(location.getValue())));
        }
        if (answer.getCode() != 200 || answer.getEntity() == null) {
            throw new UnwantedAnswerException(answer.getCode());
        }
        try (OutputStream out = Files.newOutputStream(file)) {
            copy(answer.getEntity().getContent(), out, request, maxBytes);
        }
        return Optional.empty();
    }

    private static void copy(InputStream body, OutputStream out, HttpGet request, long maxBytes) throws IOException {
        byte[] chunk = new byte[CHUNK];
        long total = 0;
        for (int read = body.read(chunk); read >= 0; read = body.read(chunk)) {
            total += read;
            if (total > maxBytes) {
                request.cancel();
                throw ErrorCode.IMAGE_TOO_LARGE.because("more than %d bytes", maxBytes);
            }
            if (Thread.currentThread().isInterrupted()) {
                request.cancel();
                throw new InterruptedIOException();
            }
            out.write(chunk, 0, read);
        }
    }

    /**
     * Posts JSON to the address itself; redirects are not followed. Of the answer only the status counts: the rest is read
     * as far as is polite and thrown away.
     *
     * @param patience for all of it
     * @return the status, whatever it is
     * @throws PodiException if the address is not allowed
     * @throws SocketTimeoutException if there was no answer in time
     * @throws IOException if it cannot be reached
     */
    public int post(String url, List<Map.Entry<String, String>> headers, byte[] json, Duration patience)
            throws IOException {
        long deadline = System.nanoTime() + patience.toNanos();
        HttpPost request = new HttpPost(checked(url));
        headers.forEach(header -> request.addHeader(header.getKey(), header.getValue()));
        request.setEntity(new ByteArrayEntity(json, ContentType.APPLICATION_JSON));
        try {
            return posts.call(request, deadline);
        } catch (FilteredHostException rebound) {
            throw refused(rebound);
        }
    }

    /** The name led to something else by the time it was dialled. */
    private static PodiException refused(FilteredHostException rebound) {
        return ErrorCode.URL_NOT_ALLOWED.because("%s", rebound.getMessage());
    }

    private static URI uriOf(HttpGet request) throws IOException {
        try {
            return request.getUri();
        } catch (URISyntaxException impossible) {
            throw new IOException("not an address", impossible);
        }
    }

    private static URI parse(String url) {
        try {
            return new URI(url);
        } catch (URISyntaxException malformed) {
            throw ErrorCode.URL_NOT_ALLOWED.because("not an address");
        }
    }
}
