package com.podi.gateway.docs;

import com.podi.contracts.error.ErrorCatalog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PropertiesLoaderUtils;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RequestPredicate;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/** Everything the pages need comes from here, so that they work in a network without a way out. */
@Configuration(proxyBeanMethods = false)
class DocumentationPages {

    private static final String HERE = "/api/docs";
    private static final CacheControl FOR_AN_HOUR = CacheControl.maxAge(Duration.ofHours(1));

    /** Swagger UI brings its icons as data and its styles inline. */
    private static final String FROM_HERE_ALONE =
            "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'";

    @Bean
    RouterFunction<ServerResponse> documentation(ServiceDocuments documents) throws IOException {
        Resource start = new ClassPathResource("docs/index.html");
        String errors = ErrorPage.html();
        return RouterFunctions.route()
                .route(at("").or(at("/")), request -> page().bodyValue(start))
                .route(at("/errors"), request -> page().bodyValue(errors))
                .route(at("/errors.json"), request -> ServerResponse.ok().bodyValue(ErrorCatalog.groups()))
                .route(at("/services.json"), request -> ServerResponse.ok().bodyValue(documents.services()))
                .resources(HERE + "/assets/**", new ClassPathResource("docs/assets/"), DocumentationPages::keep)
                .resources(HERE + "/swagger-ui/**", swaggerUi(), DocumentationPages::keep)
                .build();
    }

    private static RequestPredicate at(String path) {
        return RequestPredicates.methods(HttpMethod.GET, HttpMethod.HEAD).and(RequestPredicates.path(HERE + path));
    }

    private static ServerResponse.BodyBuilder page() {
        return ServerResponse.ok()
                .contentType(new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8))
                .header("Content-Security-Policy", FROM_HERE_ALONE);
    }

    private static void keep(Resource asset, HttpHeaders headers) {
        headers.setCacheControl(FOR_AN_HOUR);
    }

    /** The jar has its version in the path of its files. */
    private static Resource swaggerUi() throws IOException {
        String version = PropertiesLoaderUtils.loadProperties(
                        new ClassPathResource("META-INF/maven/org.webjars/swagger-ui/pom.properties"))
                .getProperty("version");
        return new ClassPathResource("META-INF/resources/webjars/swagger-ui/" + version + "/");
    }
}
