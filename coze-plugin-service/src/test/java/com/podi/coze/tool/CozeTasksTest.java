package com.podi.coze.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import com.podi.contracts.envelope.ApiResponse;
import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.PodiException;
import com.podi.contracts.task.TaskClient;
import com.podi.contracts.task.TaskView;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class CozeTasksTest {

    private static final TaskView RUNNING = new TaskView("task_1", "running", 40, null, null, null, null);
    private static final TaskView DONE = new TaskView("task_1", "completed", 100, null, null, null, null);

    private final TaskClient client = mock();

    @Test
    void tasksAreReadForTheAccount() {
        when(client.get("shop", "en", "task_1")).thenReturn(ApiResponse.found(RUNNING));

        assertThat(tasks("shop").read("task_1", Locale.ENGLISH)).isEqualTo(RUNNING);
    }

    @Test
    void theEndIsWaitedForAndNoLonger() {
        when(client.get(any(), any(), any())).thenReturn(ApiResponse.found(DONE));

        assertThat(tasks("shop").await(RUNNING, Instant.now(), Locale.ENGLISH)).isCompletedWithValue(RUNNING);
        assertThat(tasks("shop")
                        .await(RUNNING, Instant.now().plusSeconds(20), Locale.ENGLISH)
                        .join())
                .isEqualTo(DONE);
    }

    @Test
    void whoeverIsAwayForAMomentIsAskedAgain() {
        when(client.get(any(), any(), any()))
                .thenThrow(ErrorCode.SERVICE_UNAVAILABLE.because("away"))
                .thenThrow(ErrorCode.RATE_LIMITED.because("too often"))
                .thenThrow(new IllegalStateException("anything"))
                .thenReturn(ApiResponse.found(DONE));

        assertThat(tasks("shop")
                        .await(RUNNING, Instant.now().plusSeconds(20), Locale.ENGLISH)
                        .join())
                .isEqualTo(DONE);
    }

    @Test
    void whoeverStaysAwayIsNotWaitedForLonger() {
        when(client.get(any(), any(), any())).thenThrow(ErrorCode.SERVICE_UNAVAILABLE.because("away"));

        assertThat(tasks("shop")
                        .await(RUNNING, Instant.now().plusMillis(300), Locale.ENGLISH)
                        .join())
                .isEqualTo(RUNNING);
    }

    @Test
    void withoutAnAccountThereAreNoTasks() {
        assertThatExceptionOfType(PodiException.class)
                .isThrownBy(() -> tasks("").read("task_1", Locale.ENGLISH))
                .satisfies(refusal -> assertThat(refusal.errorCode()).isEqualTo(ErrorCode.SERVICE_UNAVAILABLE));
        verifyNoInteractions(client);
    }

    private CozeTasks tasks(String account) {
        return new CozeTasks(client, new CozeAccount(account), new Work(), Clock.systemUTC());
    }
}
