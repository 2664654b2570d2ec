package com.podi.coze.lookup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.PodiException;
import com.podi.contracts.task.TaskView;
import com.podi.coze.access.TestCallers;
import com.podi.coze.tool.Arguments;
import com.podi.coze.tool.CozeTasks;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class TaskLookupTest {

    private static final TaskView RUNNING = new TaskView("task_1", "running", 40, null, null, null, null);

    private final CozeTasks tasks = mock();
    private final TaskLookup lookup = new TaskLookup(tasks, Clock.systemUTC());

    @Test
    void aTaskIsReadInTheLanguageOfTheCall() {
        when(tasks.read("task_1", Locale.ENGLISH)).thenReturn(RUNNING);
        when(tasks.await(any(), any(), any())).thenReturn(CompletableFuture.completedFuture(RUNNING));

        assertThat(lookup.call(arguments("{\"taskId\":\" task_1 \"}"), TestCallers.COZE, Locale.ENGLISH)
                        .join()
                        .taskId())
                .isEqualTo("task_1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"taskId\":null}", "{\"taskId\":\"\"}", "{\"taskId\":\" \"}"})
    void aCallWithoutATaskIsRefused(String arguments) {
        refuses(arguments, ErrorCode.TASK_ID_REQUIRED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "task_1/details", "task_1?userId=other", "../../internal/tasks", "batches"})
    void whatIsNoIdIsNeverAskedFor(String taskId) {
        refuses("{\"taskId\":\"%s\"}".formatted(taskId), ErrorCode.TASK_NOT_FOUND);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                {}                         | 0
                {"waitSeconds":""}         | 0
                {"waitSeconds":-5}         | 0
                {"waitSeconds":7}          | 7
                {"waitSeconds":"7.9"}      | 7
                {"waitSeconds":3600}       | 20
                """)
    void patienceHasItsLimits(String arguments, int seconds) {
        assertThat(TaskLookup.patience(arguments(arguments))).isEqualTo(Duration.ofSeconds(seconds));
    }

    private void refuses(String arguments, ErrorCode errorCode) {
        assertThatExceptionOfType(PodiException.class)
                .isThrownBy(() -> lookup.call(arguments(arguments), TestCallers.COZE, Locale.ENGLISH))
                .satisfies(refusal -> assertThat(refusal.errorCode()).isEqualTo(errorCode));
        verify(tasks, never()).read(any(), any());
    }

    private static Arguments arguments(String json) {
        return Arguments.of(new JsonMapper().readTree(json));
    }
}
