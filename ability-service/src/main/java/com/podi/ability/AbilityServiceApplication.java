package com.podi.ability;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The catalogue of abilities and the log of their calls. */
@SpringBootApplication
public class AbilityServiceApplication {

    public static void main(String[] args) {
        SpringApplication.run(AbilityServiceApplication.class, args);
    }
}
