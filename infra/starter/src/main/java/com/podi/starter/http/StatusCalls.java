package com.podi.starter.http;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;

/** Calls of whose answer only the status counts, each with a time for all of it. */
final class StatusCalls {

    private final CloseableHttpClient client;
    private final ScheduledExecutorService timer;
    private final int mostRead;

    /** @param mostRead how much of an answer is read, out of politeness; it is thrown away */
    StatusCalls(CloseableHttpClient client, ScheduledExecutorService timer, int mostRead) {
        this.client = client;
        this.timer = timer;
        this.mostRead = mostRead;
    }

    /**
     * @param deadline as {@link System#nanoTime} counts
     * @return the status, whatever it is
     * @throws SocketTimeoutException if there was no answer in time
     */
    int call(HttpUriRequestBase request, long deadline) throws IOException {
        AtomicInteger status = new AtomicInteger();
        ScheduledFuture<?> timeout =
                timer.schedule(request::cancel, deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        try {
            client.execute(request, answer -> {
                status.set(answer.getCode());
                if (answer.getEntity() != null && mostRead > 0) {
                    answer.getEntity().getContent().readNBytes(mostRead);
                }
                // Or the rest would be read to its end.
                request.cancel();
                return null;
            });
        } catch (IOException failure) {
            // What becomes of the connection after the status changes nothing.
            if (status.get() == 0) {
                throw System.nanoTime() - deadline >= 0 ? asTimeout(failure) : failure;
            }
        } finally {
            timeout.cancel(false);
        }
        return status.get();
    }

    private static SocketTimeoutException asTimeout(IOException failure) {
        SocketTimeoutException timeout = new SocketTimeoutException("no answer in time");
        timeout.initCause(failure);
        return timeout;
    }
}
