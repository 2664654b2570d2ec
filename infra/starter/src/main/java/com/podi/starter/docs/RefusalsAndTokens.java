package com.podi.starter.docs;

import com.podi.contracts.envelope.ErrorResponse;
import com.podi.starter.security.OpenPaths;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import java.util.List;
import org.springdoc.core.customizers.OpenApiCustomizer;

/** What holds for every operation: how it refuses, and whether it wants a token. */
final class RefusalsAndTokens implements OpenApiCustomizer {

    private static final String TOKEN = "token";
    private static final String REFUSAL = "ErrorResponse";

    private final OpenPaths open;

    RefusalsAndTokens(OpenPaths open) {
        this.open = open;
    }

    @Override
    public void customise(OpenAPI api) {
        Components components = api.getComponents() == null ? new Components() : api.getComponents();
        api.components(components);
        components.addSecuritySchemes(
                TOKEN,
                new SecurityScheme()
                        .type(SecurityScheme.Type.HTTP)
                        .scheme("bearer")
                        .bearerFormat("JWT"));
        ModelConverters.getInstance(true).readAll(ErrorResponse.class).forEach(components::addSchemas);
        api.getPaths().forEach((path, item) -> item.readOperationsMap()
                .forEach((method, operation) -> complete(operation, method, path)));
    }

    private void complete(Operation operation, PathItem.HttpMethod method, String path) {
        operation
                .getResponses()
                .setDefault(new ApiResponse()
                        .description("Refused: see the [error catalogue](/api/docs/errors)")
                        .content(new Content()
                                .addMediaType(
                                        org.springframework.http.MediaType.APPLICATION_JSON_VALUE,
                                        new MediaType().schema(new Schema<>().$ref(REFUSAL)))));
        if (!open.includes(method.name(), path)) {
            operation.security(List.of(new SecurityRequirement().addList(TOKEN)));
        }
        if (path.startsWith("/api/admin/")) {
            operation.description("For administrators.");
        }
    }
}
