package com.podi.taskworker.execution;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class WorkerPropertiesTest {

    private final ApplicationContextRunner service =
            new ApplicationContextRunner().withUserConfiguration(Settings.class);

    @EnableConfigurationProperties(WorkerProperties.class)
    static class Settings {}

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "x"})
    void aServiceWithoutWorkersDoesNotStartAndSaysWhy(String maxWorkers) {
        service.withPropertyValues("podi.task-worker.max-workers=" + maxWorkers).run(context -> assertThat(context)
                .getFailure()
                .rootCause()
                .message()
                .containsAnyOf("max-workers", "maxWorkers", "\"x\""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "256"})
    void anyUsefulNumberOfWorkersIsTaken(String maxWorkers) {
        service.withPropertyValues("podi.task-worker.max-workers=" + maxWorkers)
                .run(context -> assertThat(context).hasNotFailed());
    }
}
