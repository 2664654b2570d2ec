package com.podi.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The TypeScript client of the API document, compiled and run by Node as it stands. */
class ApiClientIT {

    private static final String COMPILER = "/META-INF/resources/webjars/typescript/%s/lib/typescript.js";

    @TempDir
    private Path directory;

    @BeforeAll
    static void nodeIsHere() {
        assumeTrue(exitCode("node", "--version") == 0, "Node is not installed: its client is not tried");
    }

    @Test
    void logsInAndReadsWhoItIs() throws Exception {
        Shop shop = Shop.open();

        JsonNode heard = run(shop.username(), shop.password());

        assertThat(heard.at("/refusal").asString()).isEqualTo("用户名或密码错误");
        assertThat(heard.at("/session/token").asString()).isNotEmpty();
        assertThat(heard.at("/session/user/username").asString()).isEqualTo(shop.username());
        assertThat(heard.at("/me/code").asInt()).isEqualTo(200);
        assertThat(heard.at("/me/data/username").asString()).isEqualTo(shop.username());
        assertThat(heard.at("/me/data/id")).isEqualTo(heard.at("/session/user/id"));
    }

    private JsonNode run(String name, String password) throws Exception {
        Process node = new ProcessBuilder(
                        "node",
                        copied("journey.cjs").toString(),
                        copied(COMPILER.formatted(System.getProperty("typescript.version")))
                                .toString(),
                        copied("ApiClient.ts").toString(),
                        RunningSuite.suite().gateway().resolve("/api").toString(),
                        name,
                        password)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(node.waitFor()).as(output).isZero();
        return new JsonMapper().readTree(output);
    }

    private Path copied(String resource) throws IOException {
        Path copy = directory.resolve(Path.of(resource).getFileName());
        try (InputStream original = ApiClientIT.class.getResourceAsStream(resource)) {
            Files.copy(original, copy, StandardCopyOption.REPLACE_EXISTING);
        }
        return copy;
    }

    private static int exitCode(String... command) {
        try {
            return new ProcessBuilder(List.of(command))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException missing) {
            return -1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
