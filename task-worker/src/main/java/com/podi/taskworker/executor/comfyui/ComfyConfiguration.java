package com.podi.taskworker.executor.comfyui;

import com.podi.comfyclient.ComfyNodes;
import com.podi.comfyclient.Settings;
import com.podi.starter.http.TrustedHttp;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ComfyConfiguration {

    @Bean
    ComfyNodes comfyNodes(TrustedHttp http) {
        return new ComfyNodes(http, Settings.USUAL);
    }
}
