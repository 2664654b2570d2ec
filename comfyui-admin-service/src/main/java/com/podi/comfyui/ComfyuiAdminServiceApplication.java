package com.podi.comfyui;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.cloud.openfeign.EnableFeignClients;
import org.springframework.scheduling.annotation.EnableScheduling;

/** What belongs on the ComfyUI nodes, and the agents that bring it there. */
@SpringBootApplication
@ConfigurationPropertiesScan
@EnableFeignClients(basePackages = "com.podi.contracts")
@EnableScheduling
public class ComfyuiAdminServiceApplication {

    public static void main(String[] args) {
        SpringApplication.run(ComfyuiAdminServiceApplication.class, args);
    }
}
