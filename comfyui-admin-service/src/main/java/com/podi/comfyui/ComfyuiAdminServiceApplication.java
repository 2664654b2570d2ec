package com.podi.comfyui;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** What belongs on the ComfyUI nodes. */
@SpringBootApplication
public class ComfyuiAdminServiceApplication {

    public static void main(String[] args) {
        SpringApplication.run(ComfyuiAdminServiceApplication.class, args);
    }
}
