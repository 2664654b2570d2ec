package com.podi.taskworker;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.cloud.openfeign.EnableFeignClients;
import org.springframework.context.annotation.Bean;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/** The task engine: the only service that executes abilities. */
@SpringBootApplication
@ConfigurationPropertiesScan
@EnableFeignClients(basePackages = "com.podi.contracts")
@EnableScheduling
public class TaskWorkerApplication {

    private static final int JOBS = 5;

    /** Real threads, several of them: a job that waits for another service must not hold up the others. */
    @Bean
    ThreadPoolTaskScheduler taskScheduler() {
        ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
        scheduler.setPoolSize(JOBS);
        scheduler.setThreadNamePrefix("job-");
        return scheduler;
    }

    public static void main(String[] args) {
        SpringApplication.run(TaskWorkerApplication.class, args);
    }
}
