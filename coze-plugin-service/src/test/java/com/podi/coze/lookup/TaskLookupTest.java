package com.podi.coze.lookup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.podi.contracts.envelope.ApiResponse;
import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.PodiException;
import com.podi.contracts.task.TaskView;
import com.podi.coze.tool.CozeAccount;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TaskLookupTest {

    private static final TaskView RUNNING = new TaskView("task_1", "running", 40, null, null, null);

    @Test
    void aTaskIsReadForTheAccountInTheLanguageOfTheCall() {
        StringBuilder asked = new StringBuilder();
        TaskLookup lookup = new TaskLookup(
                (userId, language, taskId) -> {
                    asked.append(userId)
                            .append(' ')
                            .append(language)
                            .append(' ')
                            .append(taskId);
                    return ApiResponse.found(RUNNING);
                },
                new CozeAccount("shop"),
                Clock.systemUTC());

        assertThat(lookup.find(new TaskLookupRequest(" task_1 ", null), Locale.ENGLISH))
                .isEqualTo(RUNNING);
        assertThat(asked).hasToString("shop en task_1");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " "})
    void aCallWithoutATaskIsRefused(String taskId) {
        refuses("shop", taskId, ErrorCode.TASK_ID_REQUIRED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "task_1/details", "task_1?userId=other", "../../internal/tasks"})
    void whatIsNoIdIsNeverAskedFor(String taskId) {
        refuses("shop", taskId, ErrorCode.TASK_NOT_FOUND);
    }

    @Test
    void withoutAnAccountThereAreNoTasks() {
        refuses("", "task_1", ErrorCode.SERVICE_UNAVAILABLE);
    }

    @Test
    void patienceHasItsLimits() {
        assertThat(new TaskLookupRequest("task_1", null).patience()).isZero();
        assertThat(new TaskLookupRequest("task_1", -5).patience()).isZero();
        assertThat(new TaskLookupRequest("task_1", 7).patience()).isEqualTo(Duration.ofSeconds(7));
        assertThat(new TaskLookupRequest("task_1", 3600).patience()).isEqualTo(Duration.ofSeconds(20));
    }

    private static void refuses(String account, String taskId, ErrorCode errorCode) {
        TaskLookup lookup = new TaskLookup(
                (userId, language, id) -> {
                    throw new AssertionError("asked for " + id);
                },
                new CozeAccount(account),
                Clock.systemUTC());

        assertThatExceptionOfType(PodiException.class)
                .isThrownBy(() -> lookup.find(new TaskLookupRequest(taskId, null), Locale.ENGLISH))
                .satisfies(refusal -> assertThat(refusal.errorCode()).isEqualTo(errorCode));
    }
}
