package com.podi.ability.log;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.Mockito.atMost;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class LogExportTest {

    private final JsonMapper json = new JsonMapper();
    private final LogPages pages = mock(LogPages.class);
    private final HttpServletResponse response = mock(HttpServletResponse.class);

    /** There is always one more page. */
    @ParameterizedTest
    @ValueSource(strings = {"csv", "json"})
    void nothingMoreIsReadForWhoHasGone(String format) throws IOException {
        when(pages.behind(any(), any(), anyInt())).thenReturn(Collections.nCopies(1_000, row()));
        when(response.getOutputStream()).thenReturn(new BrokenPipe(500_000));
        LogFilter all = new LogFilter(null, null, null, null, null, null, null, null);

        assertThatThrownBy(() -> new LogExport(pages, json, Clock.systemUTC()).write(all, format, response))
                .matches(failure -> failure instanceof IOException || failure.getCause() instanceof IOException);

        verify(pages, atMost(6)).behind(any(), any(), anyInt());
    }

    private InvocationLogView row() {
        return new InvocationLogView(
                "log_1",
                "podi_upscale",
                "podi",
                null,
                "user",
                "task",
                "completed",
                1,
                1,
                "per_image",
                1,
                BigDecimal.ONE,
                null,
                BigDecimal.ONE,
                "CNY",
                1,
                null,
                json.createObjectNode(),
                json.createObjectNode(),
                List.of(),
                null,
                null,
                Instant.EPOCH);
    }

    private static final class BrokenPipe extends ServletOutputStream {

        private int room;

        private BrokenPipe(int room) {
            this.room = room;
        }

        @Override
        public void write(int b) throws IOException {
            if (--room < 0) {
                throw new IOException("Broken pipe");
            }
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            throw new UnsupportedOperationException();
        }
    }
}
