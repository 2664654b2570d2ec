package com.podi.starter.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.io.entity.EntityTemplate;

/** Calls whose answer is wanted whole, each with a time for all of it; an interrupt ends them like their time does. */
final class WholeCalls {

    private static final int CHUNK = 16 * 1024;
    private static final long LOOK_MILLIS = 50;

    private final CloseableHttpClient client;
    private final ScheduledExecutorService timer;

    WholeCalls(CloseableHttpClient client, ScheduledExecutorService timer) {
        this.client = client;
        this.timer = timer;
    }

    HttpAnswer call(HttpCall call, Path into, long mostBytes, Duration patience)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        Thread caller = Thread.currentThread();
        HttpUriRequestBase request = request(call);
        // A thread that waits for an answer notices neither; closing its connection wakes it.
        ScheduledFuture<?> watch = timer.scheduleWithFixedDelay(
                () -> {
                    if (caller.isInterrupted() || System.nanoTime() - deadline >= 0) {
                        request.cancel();
                    }
                },
                LOOK_MILLIS,
                LOOK_MILLIS,
                TimeUnit.MILLISECONDS);
        try {
            return client.execute(request, answer -> received(request, answer, into, mostBytes));
        } catch (IOException failure) {
            if (Thread.interrupted()) {
                InterruptedException interrupted = new InterruptedException("while calling");
                interrupted.initCause(failure);
                throw interrupted;
            }
            throw System.nanoTime() - deadline >= 0 && !(failure instanceof AnswerTooLongException)
                    ? asTimeout(failure)
                    : failure;
        } finally {
            watch.cancel(false);
        }
    }

    private static HttpUriRequestBase request(HttpCall call) {
        HttpUriRequestBase request = new HttpUriRequestBase(call.method(), call.address());
        call.headers().forEach(header -> request.addHeader(header.getKey(), header.getValue()));
        HttpContent content = call.content();
        if (content != null) {
            request.setEntity(new EntityTemplate(
                    content.length(), ContentType.parse(content.type()), null, out -> content.writeTo(out)));
        }
        return request;
    }

    private static HttpAnswer received(
            HttpUriRequestBase request, ClassicHttpResponse answer, Path into, long mostBytes) throws IOException {
        Map<String, String> headers = new HashMap<>();
        for (Header header : answer.getHeaders()) {
            headers.putIfAbsent(header.getName().toLowerCase(Locale.ROOT), header.getValue());
        }
        try (OutputStream out = Files.newOutputStream(into)) {
            if (answer.getEntity() != null) {
                copy(answer.getEntity().getContent(), out, request, mostBytes);
            }
        }
        return new HttpAnswer(answer.getCode(), headers);
    }

    private static void copy(InputStream body, OutputStream out, HttpUriRequestBase request, long mostBytes)
            throws IOException {
        byte[] chunk = new byte[CHUNK];
        long total = 0;
        for (int read = body.read(chunk); read >= 0; read = body.read(chunk)) {
            total += read;
            if (total > mostBytes) {
                // Or the rest would be read to its end.
                request.cancel();
                throw new AnswerTooLongException(mostBytes);
            }
            out.write(chunk, 0, read);
        }
    }

    private static SocketTimeoutException asTimeout(IOException failure) {
        SocketTimeoutException timeout = new SocketTimeoutException("no answer in time");
        timeout.initCause(failure);
        return timeout;
    }
}
