package com.podi.ability;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.scheduling.annotation.EnableScheduling;

/** The catalogue of abilities, what they run on, and the log of their calls. */
@SpringBootApplication
@ConfigurationPropertiesScan
@EnableScheduling
public class AbilityServiceApplication {

    public static void main(String[] args) {
        SpringApplication.run(AbilityServiceApplication.class, args);
    }
}
