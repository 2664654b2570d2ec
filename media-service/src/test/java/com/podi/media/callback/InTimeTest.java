package com.podi.media.callback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.PodiException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class InTimeTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    private final InTime inTime = new InTime();

    @Test
    void whatIsDoneSoonIsAnswered() {
        assertThat(inTime.within(LONG, () -> "done")).isEqualTo("done");
    }

    @Test
    void aRefusalStaysWhatItIs() {
        assertThatExceptionOfType(PodiException.class)
                .isThrownBy(() -> inTime.within(LONG, () -> {
                    throw ErrorCode.IMAGE_FORMAT.because("no picture");
                }))
                .extracting(PodiException::errorCode)
                .isEqualTo(ErrorCode.IMAGE_FORMAT);
    }

    @Test
    void whatTakesTooLongIsDoneAllTheSame() throws InterruptedException {
        CountDownLatch answered = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);

        assertThatExceptionOfType(PodiException.class)
                .isThrownBy(() -> inTime.within(Duration.ofMillis(50), () -> {
                    await(answered);
                    done.countDown();
                    return "done";
                }))
                .extracting(PodiException::errorCode)
                .isEqualTo(ErrorCode.SERVICE_UNAVAILABLE);

        answered.countDown();
        assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
