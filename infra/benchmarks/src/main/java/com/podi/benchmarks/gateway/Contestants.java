package com.podi.benchmarks.gateway;

import com.podi.benchmarks.Scratch;
import com.podi.benchmarks.Tools;
import com.podi.parts.Child;
import com.podi.parts.Jdk;
import com.podi.parts.Leash;
import com.podi.parts.Ports;
import com.podi.parts.Probe;
import com.podi.parts.Program;
import com.podi.testsupport.TestTokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The processes that are measured, each on one core, and nginx as the service behind all of them. */
final class Contestants implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String LIMITS_OUT_OF_REACH = "1000000000";

    private static final String BEHIND = """
            daemon off; worker_processes 1; pid %1$s/behind.pid; error_log stderr warn;
            events { worker_connections 1024; }
            http {
              access_log off; keepalive_requests 100000000; default_type application/json;
              server {
                listen 127.0.0.1:%2$d;
                location / { return 200 '{"code":200,"message":"ok","data":null,"timestamp":"2026-01-31T08:00:00Z"}'; }
                location /internal/ended-sessions {
                  return 200 '{"code":200,"message":"ok","data":{"asOf":"2026-01-31T08:00:00Z","endings":[]},"timestamp":"2026-01-31T08:00:00Z"}';
                }
              }
            }
            """;

    private static final String PROXY = """
            daemon off; worker_processes 1; pid %1$s/proxy.pid; error_log stderr warn;
            events { worker_connections 1024; }
            http {
              access_log off; keepalive_requests 100000000;
              upstream behind { server 127.0.0.1:%2$d; keepalive 64; keepalive_requests 100000000; }
              server {
                listen 127.0.0.1:%3$d;
                location / { proxy_pass http://behind; proxy_http_version 1.1; proxy_set_header Connection ""; }
              }
            }
            """;

    private final Path home = Path.of(System.getProperty("podi.root"), "target/podi");
    private final Path directory = Scratch.directory();
    private final Leash leash = new Leash(directory);
    private final Jdk jdk = Jdk.current();
    private final Path nginx = Tools.require("nginx", "nginx-light");

    private final URI behind;
    private final URI ours;
    private final URI bare;
    private final URI proxy;
    private final Child gateway;
    private final Child bareGateway;

    /** @param streams what our gateway finds behind the routes of the wallet and of the tasks */
    Contestants(URI streams) {
        int port = Ports.freeBlock(4);
        behind = local(port);
        proxy = local(port + 1);
        bare = local(port + 2);
        ours = local(port + 3);
        nginx("behind", Cores.LOAD, BEHIND.formatted(directory, behind.getPort()), behind);
        nginx("proxy", Cores.CONTESTANT, PROXY.formatted(directory, behind.getPort(), proxy.getPort()), proxy);
        bareGateway = start(
                "bare",
                List.of(
                        "-cp",
                        home.resolve("benchmarks/bare-gateway") + "/*",
                        "com.podi.benchmarks.bare.BareGateway",
                        "--server.address=127.0.0.1",
                        "--server.port=" + bare.getPort(),
                        "--spring.cloud.gateway.server.webflux.routes[0].id=behind",
                        "--spring.cloud.gateway.server.webflux.routes[0].uri=" + behind,
                        "--spring.cloud.gateway.server.webflux.routes[0].predicates[0]=Path=/**"),
                Map.of(),
                bare);
        gateway = start("ours", ourOptions(streams), ourEnvironment(), ours.resolve("/actuator/health/readiness"));
    }

    URI behind() {
        return behind;
    }

    URI ours() {
        return ours;
    }

    URI bare() {
        return bare;
    }

    URI proxy() {
        return proxy;
    }

    /** Our gateway's process. */
    Child gateway() {
        return gateway;
    }

    Jdk jdk() {
        return jdk;
    }

    /** Until now they had all cores, for their compilers to be done sooner. */
    void pin() {
        Cores.pin(Cores.CONTESTANT, gateway);
        Cores.pin(Cores.CONTESTANT, bareGateway);
    }

    private List<String> ourOptions(URI streams) {
        String instance = "--spring.cloud.discovery.client.simple.instances.%s[0].uri=%s";
        return List.of(
                "-jar",
                home.resolve("services/gateway.jar").toString(),
                "--eureka.client.enabled=false",
                instance.formatted("media-service", behind),
                instance.formatted("auth-service", behind),
                instance.formatted("wallet-service", streams),
                instance.formatted("task-worker", streams));
    }

    private Map<String, String> ourEnvironment() {
        TestTokens tokens = TestTokens.start();
        return Map.of(
                "PODI_PORT_SELF", Integer.toString(ours.getPort()),
                "PODI_ISSUER", tokens.issuer().toString(),
                "PODI_JWKS", tokens.jwks().toString(),
                "PODI_TOKEN_URI", tokens.tokens().toString(),
                "PODI_CLIENT_SECRET", "secret",
                "PODI_LIMIT_USER_CALLS", LIMITS_OUT_OF_REACH);
    }

    private void nginx(String name, int core, String configuration, URI probed) {
        Path file = directory.resolve(name + ".conf");
        try {
            Files.writeString(file, configuration);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        launch(name, Cores.command(core, List.of(nginx.toString(), "-c", file.toString())), Map.of(), probed);
    }

    /** With the compiler and the heap of a server, not with those that let fifteen processes start on two cores. */
    private Child start(String name, List<String> options, Map<String, String> environment, URI probed) {
        List<String> command = new ArrayList<>(
                List.of(jdk.home().resolve("bin/java").toString(), "-XX:+UseSerialGC", "-Xms256m", "-Xmx256m"));
        command.addAll(options);
        return launch(name, command, environment, probed);
    }

    private Child launch(String name, List<String> command, Map<String, String> environment, URI probed) {
        Child child = new Program(name, command, environment, directory, directory.resolve(name + ".log")).launch();
        leash.hold(child);
        child.await(Probe.http(probed), PATIENCE);
        return child;
    }

    /** What our gateway has complained of. */
    String complaints() {
        try (Stream<String> lines = Files.lines(gateway.log())) {
            return lines.filter(line -> line.contains(" WARN ") || line.contains(" ERROR "))
                    .collect(Collectors.joining(System.lineSeparator()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static URI local(int port) {
        return URI.create("http://127.0.0.1:" + port);
    }

    @Override
    public void close() {
        leash.close();
    }
}
