package com.podi.coze.access;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.handler.MappedInterceptor;

@Configuration
class AccessConfiguration {

    private static final String[] EVERYTHING = {"/api/coze/**"};
    private static final String[] BUT_THE_DOCUMENT = {"/api/coze/podi/openapi.json"};

    /** Also what does not exist is checked, so that strangers cannot find out what does. */
    @Bean
    MappedInterceptor callerCheckedPaths(CallerCheck callers) {
        return new MappedInterceptor(EVERYTHING, BUT_THE_DOCUMENT, callers);
    }
}
