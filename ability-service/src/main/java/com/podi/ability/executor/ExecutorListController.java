package com.podi.ability.executor;

import com.podi.contracts.ability.ExecutorRef;
import com.podi.contracts.envelope.ApiResponse;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The executors, for services that look after them. */
@RestController
class ExecutorListController {

    private final ExecutorRegistry executors;

    ExecutorListController(ExecutorRegistry executors) {
        this.executors = executors;
    }

    @GetMapping("/internal/executors")
    ApiResponse<List<ExecutorRef>> all() {
        return ApiResponse.found(executors.all().stream()
                .map(executor -> new ExecutorRef(
                        executor.id(),
                        executor.name(),
                        executor.type(),
                        executor.baseUrl(),
                        executor.isActive(),
                        executor.maxConcurrency()))
                .toList());
    }
}
