package com.podi.coze.lookup;

import com.podi.coze.openapi.Operation;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration
class LookupConfiguration {

    @Bean
    Operation taskLookupOperation() {
        return TaskLookupController.OPERATION;
    }
}
