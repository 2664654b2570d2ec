package com.podi.benchmarks.coze;

import com.podi.benchmarks.Pause;
import com.podi.benchmarks.load.Wire;
import com.podi.contracts.ability.AbilityView;
import com.podi.contracts.ability.AbilityView.Field;
import com.podi.contracts.ability.AbilityView.Option;
import com.podi.contracts.envelope.ApiResponse;
import com.podi.parts.Child;
import com.podi.parts.Jdk;
import com.podi.parts.Leash;
import com.podi.parts.Ports;
import com.podi.parts.Probe;
import com.podi.parts.Program;
import com.podi.testsupport.RealParts;
import com.podi.testsupport.ServiceVariables;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/** coze-plugin-service in a process of its own, as shipped, with a catalogue that somebody else makes up. */
final class CozeProcess implements AutoCloseable {

    static final String DOCUMENT = "/api/coze/podi/openapi.json";

    private static final int ABILITIES = 30;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final int port = Ports.freeBlock(1);
    private final HttpServer catalogue;

    CozeProcess(Leash leash, Path directory) {
        catalogue = catalogue();
        String others = "http://127.0.0.1:" + catalogue.getAddress().getPort();
        Child child = new Program(
                        "coze-plugin-service",
                        List.of(
                                Jdk.current().home().resolve("bin/java").toString(),
                                "-XX:+UseSerialGC",
                                "-Xmx256m",
                                "-jar",
                                Path.of(System.getProperty("podi.root"), "target/podi/services/coze-plugin-service.jar")
                                        .toString(),
                                "--spring.cloud.discovery.client.simple.instances.ability-service[0].uri=" + others),
                        ServiceVariables.of(
                                port,
                                RealParts.postgres().database(),
                                Map.of("PODI_TOKEN_URI", others + "/token", "PODI_CLIENT_SECRET", "secret")),
                        directory,
                        directory.resolve("coze.log"))
                .launch();
        leash.hold(child);
        child.await(Probe.http(ServiceVariables.readiness(port)), PATIENCE);
        awaitDocument();
    }

    int port() {
        return port;
    }

    private void awaitDocument() {
        while (!isThereADocument()) {
            Pause.ms(100);
        }
    }

    /** Asked over a new connection: the server ends one over which it has said that it is not ready. */
    private boolean isThereADocument() {
        try (Wire wire = new Wire(port)) {
            return wire.get(DOCUMENT, "").status() == 200;
        }
    }

    private static HttpServer catalogue() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            answer(server, "/token", """
                    {"access_token":"any","token_type":"Bearer","expires_in":900}""");
            answer(
                    server,
                    "/internal/abilities",
                    new JsonMapper()
                            .writeValueAsString(ApiResponse.found(IntStream.range(0, ABILITIES)
                                    .mapToObj(CozeProcess::ability)
                                    .toList())));
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void answer(HttpServer server, String path, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        server.createContext(path, exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }

    /** With as many fields as the built-in ones have at most. */
    private static AbilityView ability(int number) {
        List<Field> fields = Stream.of("scale", "mode", "strength", "format", "quality")
                .map(name -> new Field(
                        name,
                        "select",
                        "参数" + name,
                        name,
                        "怎样处理这张图片",
                        false,
                        2,
                        List.of(new Option(2, "2×"), new Option(4, "4×"), new Option(8, "8×")),
                        null,
                        null,
                        null))
                .toList();
        return new AbilityView(
                "podi_tool_" + number,
                "podi",
                "edit",
                "tool_" + number,
                "tool_" + number,
                1,
                1,
                "图像处理" + number,
                "把图片变好",
                "active",
                "tool",
                null,
                null,
                Map.of(),
                new AbilityView.InputSchema(fields),
                JsonNodeFactory.instance.objectNode(),
                new AbilityView.Metadata(null, null, null, null, null, 120, 3, null),
                true,
                false,
                1,
                null,
                null,
                null,
                null);
    }

    @Override
    public void close() {
        catalogue.stop(0);
    }
}
