package com.podi.starter.docs;

import com.podi.starter.idempotency.Idempotency;
import com.podi.starter.security.Caller;
import com.podi.starter.security.OpenPaths;
import io.swagger.v3.core.jackson.ModelResolver;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.servers.Server;
import java.util.List;
import org.springdoc.core.configuration.SpringDocConfiguration;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springdoc.core.providers.ObjectMapperProvider;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import tools.jackson.databind.JsonNode;

/** {@code /v3/api-docs}: made when somebody asks, so that a start costs as little as without. */
@AutoConfiguration(before = SpringDocConfiguration.class)
@Lazy
class PodiDocsAutoConfiguration {

    /** Servers are relative, so that calls from the gateway's page go to the gateway. */
    @Bean
    OpenAPI podiApi(
            @Value("${spring.application.name}") String service,
            @Value("${spring.application.version:development}") String version) {
        hideWhatIsNotSentOrReceived();
        return new OpenAPI()
                .info(new Info().title("PODI " + service).version(version))
                .servers(List.of(new Server().url("/")));
    }

    @Bean
    OperationCustomizer tagOfFeature() {
        return (operation, method) -> {
            String feature = method.getBeanType().getPackageName();
            return operation.tags(List.of(feature.substring(feature.lastIndexOf('.') + 1)));
        };
    }

    @Bean
    OpenApiCustomizer refusalsAndTokens(OpenPaths open) {
        return new RefusalsAndTokens(open);
    }

    @Bean
    ModelResolver modelResolver(ObjectMapperProvider mappers) {
        return new ModelResolver(mappers.jsonMapper(), new SchemaNames()).openapi31(true);
    }

    private static void hideWhatIsNotSentOrReceived() {
        SpringDocUtils.getConfig()
                .addRequestWrapperToIgnore(Caller.class, Jwt.class, Idempotency.class)
                .replaceWithSchema(JsonNode.class, new ObjectSchema())
                .replaceWithSchema(SseEmitter.class, new StringSchema().description("server-sent events"));
    }
}
