package com.podi.media.callback;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.PodiException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** Does work for somebody who hangs up soon: what takes longer is done all the same, and found done by whoever asks again. */
@Component
class InTime {

    private static final int AT_ONCE = 16;
    private static final int WAITING = 500;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final ThreadPoolExecutor threads =
            new ThreadPoolExecutor(AT_ONCE, AT_ONCE, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>(WAITING), work -> {
                Thread thread = new Thread(work, "callback");
                thread.setDaemon(true);
                return thread;
            });

    InTime() {
        threads.allowCoreThreadTimeOut(true);
    }

    /** @param patience nothing or less is no time at all */
    <T> T within(Duration patience, Supplier<T> work) {
        try {
            Future<T> answer = threads.submit(work::get);
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof PodiException refusal) {
                throw refusal;
            }
            throw new IllegalStateException(failure.getCause());
        } catch (TimeoutException | RejectedExecutionException late) {
            throw ErrorCode.SERVICE_UNAVAILABLE
                    .because("not done within %s", patience)
                    .causedBy(late)
                    .retryAfter(RETRY_AFTER);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw ErrorCode.SERVICE_UNAVAILABLE.because("interrupted").causedBy(interrupted);
        }
    }
}
