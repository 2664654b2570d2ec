package com.podi.coze;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.cloud.openfeign.EnableFeignClients;
import org.springframework.scheduling.annotation.EnableScheduling;

/** The tools of the platform in the form that Coze imports and calls. */
@SpringBootApplication
@ConfigurationPropertiesScan
@EnableFeignClients(basePackages = "com.podi.contracts")
@EnableScheduling
public class CozePluginServiceApplication {

    public static void main(String[] args) {
        SpringApplication.run(CozePluginServiceApplication.class, args);
    }
}
