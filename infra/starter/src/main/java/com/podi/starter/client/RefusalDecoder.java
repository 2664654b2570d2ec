package com.podi.starter.client;

import com.podi.contracts.envelope.ErrorResponse;
import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.ErrorDetail;
import com.podi.contracts.error.PodiException;
import com.podi.contracts.error.Text;
import feign.FeignException;
import feign.Response;
import feign.codec.ErrorDecoder;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** What another service refused is refused here with the same code; anything else is a failed call. */
final class RefusalDecoder implements ErrorDecoder {

    private final JsonMapper json;

    RefusalDecoder(JsonMapper json) {
        this.json = json;
    }

    @Override
    public Exception decode(String method, Response response) {
        return read(response)
                .<Exception>flatMap(error -> refusal(method, error).map(Exception.class::cast))
                .orElseGet(() -> FeignException.errorStatus(method, response));
    }

    private Optional<PodiException> refusal(String method, ErrorResponse error) {
        // Our own token was refused: a fault between services, of which the caller knows nothing.
        if (error.code() == 401 || error.code() == 403 && error.error().code().equals(ErrorCode.FORBIDDEN.code())) {
            return Optional.of(ErrorCode.SERVICE_UNAVAILABLE.because(
                    "%s answered %d %s", method, error.code(), error.error().code()));
        }
        List<ErrorDetail> details = error.error().details().stream()
                .map(field -> new ErrorDetail(field.field(), new Text(field.message(), field.message())))
                .toList();
        return ErrorCode.of(error.error().code(), error.code()).map(code -> code.withDetails(details));
    }

    private Optional<ErrorResponse> read(Response response) {
        if (response.body() == null) {
            return Optional.empty();
        }
        try (InputStream body = response.body().asInputStream()) {
            return Optional.ofNullable(json.readValue(body, ErrorResponse.class))
                    .filter(error -> error.error() != null);
        } catch (IOException | JacksonException notOurs) {
            return Optional.empty();
        }
    }
}
