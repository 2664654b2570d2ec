package com.podi.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.podi.contracts.error.ErrorCode;
import com.podi.testsupport.Api;
import com.podi.testsupport.Api.Answer;
import com.podi.testsupport.ServiceIT;
import com.podi.testsupport.TestTokens;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.web.util.HtmlUtils;

@ServiceIT
class DocumentationIT {

    private static final Pattern NEEDED = Pattern.compile("(?:src|href)=\"([^\"]+)\"");
    private static final String DOCUMENT = "{\"openapi\":\"3.1.0\",\"servers\":[{\"url\":\"/\"}]}";

    @LocalServerPort
    private int port;

    private Api anybody;

    @DynamicPropertySource
    static void services(DynamicPropertyRegistry registry) throws IOException {
        Upstream wallet = new Upstream("wallet-service");
        wallet.prepare("/v3/api-docs", DOCUMENT);
        registry.add("spring.cloud.discovery.client.simple.instances.wallet-service[0].uri", wallet::uri);
        registry.add("PODI_TOKEN_URI", TestTokens.start()::tokens);
    }

    @BeforeEach
    void client() {
        anybody = Api.onPort(port);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/docs", "/api/docs/", "/api/docs/errors"})
    void aPageNeedsNothingFromElsewhere(String path) {
        Answer page = anybody.get(path);

        assertThat(page.status()).isEqualTo(200);
        assertThat(header(page, "Content-Type")).isEqualTo("text/html;charset=UTF-8");
        assertThat(header(page, "Content-Security-Policy")).contains("default-src 'self'");
        List<String> needed = NEEDED.matcher(page.response().body())
                .results()
                .map(MatchResult::group)
                .map(found -> found.split("\"")[1])
                .toList();
        assertThat(needed).isNotEmpty().allMatch(address -> address.startsWith("/api/docs"));
        assertThat(needed)
                .allSatisfy(address ->
                        assertThat(anybody.get(address).status()).as(address).isEqualTo(200));
    }

    @Test
    void assetsComeAsWhatTheyAreAndAreKeptForAWhile() {
        Answer script = anybody.get("/api/docs/swagger-ui/swagger-ui-bundle.js");

        assertThat(header(script, "Content-Type")).contains("javascript");
        assertThat(header(script, "Cache-Control")).isEqualTo("max-age=3600");
        assertThat(header(anybody.get("/api/docs/assets/docs.css"), "Content-Type"))
                .contains("text/css");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/docs",
                "/api/docs/errors.json",
                "/api/docs/services.json",
                "/api/docs/assets/docs.js",
                "/api/docs/swagger-ui/swagger-ui.css",
                "/api/docs/nothing.json",
                "/actuator/health"
            })
    void nobodyGuessesWhatAnAnswerIs(String path) {
        assertThat(anybody.get(path).response().headers().allValues("X-Content-Type-Options"))
                .containsExactly("nosniff");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "assets/../index.html",
                "assets/%2e%2e/index.html",
                "swagger-ui/%2e%2e/%2e%2e/%2e%2e/%2e%2e/%2e%2e/application.yml",
                "swagger-ui/..%2findex.html"
            })
    void nothingElseOfAJarIsServed(String path) {
        assertThat(anybody.get("/api/docs/" + path).status()).isIn(400, 404);
    }

    @Test
    void everyServiceCanBeChosen() {
        assertThat(anybody.get("/api/docs/services.json").body())
                .extracting(name -> name.asString())
                .containsExactlyInAnyOrder(
                        "auth-service",
                        "media-service",
                        "wallet-service",
                        "task-worker",
                        "ability-service",
                        "comfyui-admin-service",
                        "coze-plugin-service");
    }

    @Test
    void aServiceSpeaksForItself() {
        Answer document = anybody.get("/api/docs/wallet-service.json");

        assertThat(document.status()).isEqualTo(200);
        assertThat(document.response().body()).isEqualTo(DOCUMENT);
    }

    @Test
    void aServiceThatIsAwayIsUnavailable() {
        Answer document = anybody.get("/api/docs/task-worker.json");

        assertThat(document.status()).isEqualTo(503);
        assertThat(document.errorCode()).isEqualTo("SERVICE_UNAVAILABLE");
    }

    @Test
    void theCatalogueHasEveryErrorInBothLanguages() {
        String page = anybody.get("/api/docs/errors").response().body();
        Answer json = anybody.get("/api/docs/errors.json");

        assertThat(json.body().findValuesAsString("code"))
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(ErrorCode.values()).map(ErrorCode::code).toList());
        assertThat(json.body().at("/0/status").asInt()).isEqualTo(400);
        for (ErrorCode error : ErrorCode.values()) {
            assertThat(page)
                    .contains("<code>%s</code>".formatted(error.code()))
                    .contains(HtmlUtils.htmlEscape(error.message().zh()))
                    .contains(HtmlUtils.htmlEscape(error.message().en()));
        }
    }

    private static String header(Answer answer, String name) {
        return answer.response().headers().firstValue(name).orElse("");
    }
}
