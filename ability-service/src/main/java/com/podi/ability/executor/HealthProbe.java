package com.podi.ability.executor;

import com.podi.starter.http.TrustedHttp;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Asks an executor whether it is there. */
@Component
class HealthProbe {

    private static final Logger log = LoggerFactory.getLogger(HealthProbe.class);
    private static final String COMFYUI = "comfyui";

    /** How many prompts wait: the smallest thing a node can be asked. */
    private static final String COMFYUI_LIVENESS = "/prompt";

    private static final String PATH = "healthPath";

    private final TrustedHttp http;
    private final HealthProperties properties;

    HealthProbe(TrustedHttp http, HealthProperties properties) {
        this.http = http;
        this.properties = properties;
    }

    boolean isThere(Executor executor) {
        Optional<String> path = pathOf(executor);
        try {
            URI address = URI.create(executor.baseUrl().replaceAll("/+$", "") + path.orElse(""));
            int status = http.get(address, properties.patience());
            // Without a path of its own a provider is asked at its door, where no key is shown: any answer will do.
            boolean there = path.isPresent() ? status >= 200 && status < 300 : status < 500;
            if (!there) {
                log.info("executor not well: executor={} status={}", executor.id(), status);
            }
            return there;
        } catch (IOException | IllegalArgumentException unreachable) {
            log.info("executor not reached: executor={} reason={}", executor.id(), unreachable.toString());
            return false;
        }
    }

    private static Optional<String> pathOf(Executor executor) {
        JsonNode configured = executor.config().path(PATH);
        if (configured.isString() && configured.stringValue().startsWith("/")) {
            return Optional.of(configured.stringValue());
        }
        return executor.type().equals(COMFYUI) ? Optional.of(COMFYUI_LIVENESS) : Optional.empty();
    }
}
