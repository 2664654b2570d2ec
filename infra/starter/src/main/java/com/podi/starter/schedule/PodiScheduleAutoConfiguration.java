package com.podi.starter.schedule;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.boot.task.ThreadPoolTaskSchedulerBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/**
 * Runs jobs on real threads, as many as {@code spring.task.scheduling.pool.size} says: where virtual threads are on, Spring
 * would run all jobs with a fixed delay one after the other, and one that waits would hold up the others.
 */
@AutoConfiguration(before = TaskSchedulingAutoConfiguration.class)
public class PodiScheduleAutoConfiguration {

    @Bean
    ThreadPoolTaskScheduler taskScheduler(ThreadPoolTaskSchedulerBuilder builder) {
        return builder.build();
    }
}
