package com.podi.starter.web;

import com.podi.contracts.envelope.ErrorResponse;
import com.podi.contracts.error.ErrorCode;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.LocaleResolver;
import tools.jackson.databind.json.JsonMapper;

/** Writes a refusal where no controller is in charge: in filters and on the error page. */
public final class ErrorWriter {

    private final JsonMapper json;
    private final Traces traces;
    private final LocaleResolver locales;

    ErrorWriter(JsonMapper json, Traces traces, LocaleResolver locales) {
        this.json = json;
        this.traces = traces;
        this.locales = locales;
    }

    public void write(HttpServletRequest request, HttpServletResponse response, ErrorCode errorCode)
            throws IOException {
        Locale locale = locales.resolveLocale(request);
        response.setStatus(errorCode.status());
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        json.writeValue(response.getOutputStream(), ErrorResponse.of(errorCode, List.of(), locale, traces.currentId()));
    }
}
