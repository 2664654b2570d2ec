package com.podi.auth.directory;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.PodiException;
import java.io.IOException;
import java.time.Duration;
import org.springframework.http.HttpRequest;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;

/** A Keycloak that does not answer, or fails by itself, is away for the moment. */
final class KeycloakAway implements ClientHttpRequestInterceptor {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    @Override
    public ClientHttpResponse intercept(HttpRequest request, byte[] body, ClientHttpRequestExecution execution) {
        try {
            ClientHttpResponse response = execution.execute(request, body);
            if (response.getStatusCode().is5xxServerError()) {
                response.close();
                throw away(request, response.getStatusCode().toString());
            }
            return response;
        } catch (IOException failure) {
            throw away(request, failure.toString()).causedBy(failure);
        }
    }

    private static PodiException away(HttpRequest request, String why) {
        return ErrorCode.SERVICE_UNAVAILABLE
                .because(
                        "Keycloak: %s %s: %s",
                        request.getMethod(), request.getURI().getPath(), why)
                .retryAfter(RETRY_AFTER);
    }
}
