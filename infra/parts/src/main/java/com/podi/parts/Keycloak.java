package com.podi.parts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Keycloak with the realm {@code podi}, which is imported at the first start only.
 *
 * @param home the directory of this instance; the programs in it are links into the shared distribution
 * @param realmValues what the realm file leaves open, see {@code infra/keycloak/README.md}
 */
public record Keycloak(
        Distribution distribution,
        Jdk jdk,
        int port,
        int managementPort,
        Path home,
        Path log,
        Database database,
        Map<String, String> realmValues)
        implements Part {

    /** Where Keycloak keeps its data. */
    public record Database(String jdbcUrl, String user, String password) {}

    /** The variable that says how many seconds the token of a user lives; the realm file has a default. */
    public static final String TOKEN_LIFE = "PODI_TOKEN_LIFE";

    private static final String REALM = "podi-realm.json";

    /** The variable that the realm file takes the secret of the client {@code svc-<service>} from. */
    public static String secretVariable(String service) {
        return "PODI_SECRET_" + service.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    /** The realm file as it is. */
    public static byte[] realm() {
        return Resources.read(REALM);
    }

    @Override
    public String name() {
        return "keycloak";
    }

    @Override
    public List<Integer> ports() {
        return List.of(port, managementPort);
    }

    public URI baseUrl() {
        return URI.create("http://127.0.0.1:" + port);
    }

    @Override
    public Program prepare() {
        link(distribution.keycloak(jdk));
        Resources.copy(REALM, home.resolve("data/import"));
        return new Program(name(), command(), environment(), home, log);
    }

    private void link(Path keycloak) {
        try {
            Files.createDirectories(home);
            for (String shared : List.of("lib", "conf", "providers", "themes", "version.txt")) {
                Path link = home.resolve(shared);
                Files.deleteIfExists(link);
                Files.createSymbolicLink(link, keycloak.resolve(shared));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot lay out " + home, e);
        }
    }

    /** What kc.sh would run, without the shell between us and the process, and with a smaller JVM. */
    private List<String> command() {
        Path absoluteHome = home.toAbsolutePath();
        return jdk.java(
                "-Xms64m",
                "-Xmx384m",
                "-XX:MaxMetaspaceSize=256m",
                "-XX:+ExitOnOutOfMemoryError",
                "-Djava.util.concurrent.ForkJoinPool.common.threadFactory="
                        + "io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory",
                "--add-opens=java.base/java.util=ALL-UNNAMED",
                "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
                "--add-opens=java.base/java.security=ALL-UNNAMED",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "-Duser.language=en",
                "-Duser.country=US",
                "-Dkc.home.dir=" + absoluteHome,
                "-Djboss.server.config.dir=" + absoluteHome.resolve("conf"),
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-Dpicocli.disable.closures=true",
                "-cp",
                absoluteHome.resolve("lib/quarkus-run.jar").toString(),
                "io.quarkus.bootstrap.runner.QuarkusEntryPoint",
                "start",
                "--optimized",
                "--import-realm",
                "--http-enabled=true",
                "--http-host=127.0.0.1",
                "--http-port=" + port,
                "--http-management-host=127.0.0.1",
                "--http-management-port=" + managementPort,
                "--hostname=" + baseUrl(),
                "--cache=local",
                // Else a second login of a user at the same moment is refused like a wrong password.
                "--spi-brute-force-protector--default-brute-force-detector--allow-concurrent-requests=true");
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(realmValues);
        environment.put("KC_DB_URL", database.jdbcUrl());
        environment.put("KC_DB_USERNAME", database.user());
        environment.put("KC_DB_PASSWORD", database.password());
        return environment;
    }

    @Override
    public Probe readiness() {
        return Probe.http(URI.create("http://127.0.0.1:%d/health/ready".formatted(managementPort)));
    }
}
