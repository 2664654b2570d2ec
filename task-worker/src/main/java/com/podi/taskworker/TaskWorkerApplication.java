package com.podi.taskworker;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.cloud.openfeign.EnableFeignClients;
import org.springframework.scheduling.annotation.EnableScheduling;

/** The task engine: the only service that executes abilities. */
@SpringBootApplication
@ConfigurationPropertiesScan
@EnableFeignClients(basePackages = "com.podi.contracts")
@EnableScheduling
public class TaskWorkerApplication {

    public static void main(String[] args) {
        SpringApplication.run(TaskWorkerApplication.class, args);
    }
}
