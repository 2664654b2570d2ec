package com.podi.starter.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.HttpClientResponseHandler;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.http.client.FilteredHostException;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.HttpComponentsHttpClientBuilder;
import org.springframework.boot.http.client.HttpCookieHandling;
import org.springframework.boot.http.client.HttpRedirects;
import org.springframework.boot.http.client.InetAddressFilter;

/**
 * Calls addresses that administrators gave: public ones and those of the networks that the operator trusts, but never a
 * cloud's metadata, and this machine only where it is said so.
 */
public final class TrustedHttp {

    /** Of the clouds' metadata services, links, and addresses that embed others. */
    private static final String[] NEVER = {
        "0.0.0.0/8",
        "169.254.0.0/16",
        "100.100.100.200/32",
        "fe80::/10",
        "fd00:ec2::254/128",
        "::/96",
        "64:ff9b::/96",
        "64:ff9b:1::/48"
    };

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
    private static final int MOST_AT_ONCE = 512;
    private static final int MOST_AT_ONE_PLACE = 64;
    private static final int MOST_WHOLE_CALLS_AT_ONCE = 256;
    private static final String[] LOOPBACK = {"127.0.0.0/8", "::1/128"};

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "trusted-http-timer");
        thread.setDaemon(true);
        return thread;
    });

    private final InetAddressFilter allowed;
    private final CloseableHttpClient client;
    private final StatusCalls calls;
    private final WholeCalls wholeCalls;

    /**
     * @param trusted CIDR ranges that may be called although they are not public
     * @param loopback whether what runs on this machine may be called
     */
    public TrustedHttp(List<String> trusted, boolean loopback) {
        InetAddressFilter beyondLoopback = InetAddressFilter.externalAddresses()
                .or(trusted.isEmpty() ? InetAddressFilter.none() : InetAddressFilter.of(trusted.toArray(String[]::new)))
                .andNot(NEVER)
                .andNot(LOOPBACK);
        this.allowed = loopback ? beyondLoopback.or(LOOPBACK) : beyondLoopback;
        this.client = client(allowed, MOST_AT_ONCE, MOST_AT_ONE_PLACE, http -> {});
        this.calls = new StatusCalls(client, timer, 0);
        this.wholeCalls = new WholeCalls(patientClient(allowed), timer);
    }

    /**
     * With connections of its own, so that those who wait long leave the others theirs; each is dialled anew, since one
     * that its server has closed meanwhile would fail a call that may have cost something.
     */
    private static CloseableHttpClient patientClient(InetAddressFilter allowed) {
        return client(
                allowed,
                MOST_WHOLE_CALLS_AT_ONCE,
                MOST_WHOLE_CALLS_AT_ONCE,
                http -> http.setConnectionReuseStrategy((request, answer, context) -> false));
    }

    private static CloseableHttpClient client(
            InetAddressFilter allowed, int total, int perRoute, Consumer<HttpClientBuilder> more) {
        return new HttpComponentsHttpClientBuilder()
                .withCustomizer(http ->
                        http.disableAutomaticRetries().disableAuthCaching().setUserAgent("PODI"))
                .withCustomizer(more)
                .withConnectionManagerCustomizer(
                        connections -> connections.setMaxConnTotal(total).setMaxConnPerRoute(perRoute))
                .build(HttpClientSettings.defaults()
                        .withRedirects(HttpRedirects.DONT_FOLLOW)
                        .withCookieHandling(HttpCookieHandling.DISABLE)
                        .withInetAddressFilter(allowed)
                        .withConnectTimeout(CONNECT_TIMEOUT));
    }

    /** Whether this may be called at all: an absolute web address without user info. */
    public static boolean isAddress(@Nullable String url) {
        if (url == null) {
            return false;
        }
        try {
            URI address = new URI(url);
            return ("http".equalsIgnoreCase(address.getScheme()) || "https".equalsIgnoreCase(address.getScheme()))
                    && address.getHost() != null
                    && address.getRawUserInfo() == null;
        } catch (URISyntaxException malformed) {
            return false;
        }
    }

    /**
     * Of the answer only the status counts; redirects are not followed.
     *
     * @param patience for all of it
     * @throws SocketTimeoutException if there was no answer in time
     * @throws IOException if it cannot be reached, or may not be
     */
    public int get(URI address, Duration patience) throws IOException {
        return call(new HttpGet(address), patience);
    }

    /** As {@link #get}, with something to say. */
    public int post(URI address, byte[] json, Duration patience) throws IOException {
        HttpPost request = new HttpPost(address);
        request.setEntity(new ByteArrayEntity(json, ContentType.APPLICATION_JSON));
        return call(request, patience);
    }

    private int call(HttpUriRequestBase request, Duration patience) throws IOException {
        long deadline = System.nanoTime() + patience.toNanos();
        try {
            return calls.call(request, deadline);
        } catch (FilteredHostException never) {
            throw new IOException("not allowed", never);
        }
    }

    /**
     * Calls and has the answer written to a file, whatever it is; redirects are not followed.
     *
     * @param patience for all of it
     * @throws SocketTimeoutException if there was no answer in time
     * @throws AnswerTooLongException if the answer is longer than {@code mostBytes}
     * @throws IOException if it cannot be reached, or may not be
     */
    public HttpAnswer exchange(HttpCall call, Path into, long mostBytes, Duration patience)
            throws IOException, InterruptedException {
        try {
            return wholeCalls.call(call, into, mostBytes, patience);
        } catch (FilteredHostException never) {
            throw new IOException("not allowed", never);
        }
    }

    /**
     * Any request, with an answer that is read while it comes; redirects are not followed.
     *
     * @param patience for all of it, the reading too
     * @throws SocketTimeoutException if it was not done in time
     * @throws IOException if it cannot be reached, or may not be
     */
    public <T> T exchange(HttpUriRequestBase request, Duration patience, HttpClientResponseHandler<T> reader)
            throws IOException {
        AtomicBoolean late = new AtomicBoolean();
        ScheduledFuture<?> timeout = timer.schedule(
                () -> {
                    late.set(true);
                    request.cancel();
                },
                patience.toNanos(),
                TimeUnit.NANOSECONDS);
        try {
            return client.execute(request, reader);
        } catch (FilteredHostException never) {
            throw new IOException("not allowed", never);
        } catch (IOException failure) {
            if (late.get()) {
                SocketTimeoutException timedOut = new SocketTimeoutException("no answer in time");
                timedOut.initCause(failure);
                throw timedOut;
            }
            throw failure;
        } finally {
            timeout.cancel(false);
        }
    }

    /**
     * For those who dial themselves, at once.
     *
     * @throws IOException if the address does not resolve, or may not be called
     */
    public void check(URI address) throws IOException {
        for (InetAddress resolved : InetAddress.getAllByName(address.getHost())) {
            if (!allowed.matches(resolved)) {
                throw new IOException("not allowed");
            }
        }
    }
}
