package com.podi.benchmarks.path;

import com.podi.benchmarks.Complaints;
import com.podi.benchmarks.Jvm;
import com.podi.benchmarks.Scratch;
import com.podi.launcher.Addition;
import com.podi.launcher.ProgressLines;
import com.podi.launcher.Suite;
import com.podi.launcher.SuiteSettings;
import com.podi.parts.Child;
import com.podi.parts.Jdk;
import com.podi.parts.Leash;
import com.podi.parts.Ports;
import com.podi.testsupport.Api;
import com.podi.testsupport.Database;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** All processes of the suite on free ports, with {@link IdleTool} in its task-worker; nothing of them remains. */
final class TestedSuite implements AutoCloseable {

    private static final String OUT_OF_REACH = "1000000000";

    private final Path directory = Scratch.directory();
    private final Leash leash = new Leash(directory);
    private final int port = Ports.freeBlock(SuiteSettings.PORTS);
    private final Suite suite;

    /** @param workers of task-worker; as shipped if there are none */
    TestedSuite(Jvm jvm, @Nullable Integer workers) {
        Path root = Path.of(System.getProperty("podi.root"));
        Map<String, String> environment = new HashMap<>(Map.of(
                "PODI_PORT", Integer.toString(port),
                "PODI_LIMIT_USER_CALLS", OUT_OF_REACH,
                "PODI_LIMIT_REGISTRATIONS", OUT_OF_REACH,
                "PODI_LIMIT_LOGINS", OUT_OF_REACH));
        if (workers != null) {
            environment.put("ABILITY_TASK_MAX_WORKERS", workers.toString());
        }
        Addition withTool = jvm.with(
                List.of(root.resolve("target/podi/benchmarks/benchmarks.jar")),
                List.of("--spring.main.sources=" + IdleTool.class.getName()));
        suite = new Suite(
                new SuiteSettings(root, directory, Jdk.current(), environment),
                service -> service.equals("task-worker") ? withTool : jvm.addition());
        Runtime.getRuntime().addShutdownHook(new Thread(suite::abort));
        suite.start(new ProgressLines(System.err) {
            @Override
            public void launched(Child child) {
                leash.hold(child);
            }
        });
        inDatabaseOf("ability-service", IdleTool::sell);
    }

    int gatewayPort() {
        return port;
    }

    int portOf(String service) {
        return Integer.parseInt(suite.variables(service).get("PODI_PORT_SELF"));
    }

    Api gateway() {
        return Api.at(suite.gateway());
    }

    String adminPassword() {
        return suite.adminPassword();
    }

    /** The number of every process, by its name. */
    Map<String, Long> processes() {
        Map<String, Long> processes = new LinkedHashMap<>();
        for (String name : suite.names()) {
            processes.put(name, suite.running(name).orElseThrow().pid());
        }
        return processes;
    }

    Database databaseOf(String service) {
        Map<String, String> variables = suite.variables(service);
        return new Database(
                variables.get("PODI_DB_URL"), variables.get("PODI_DB_USER"), variables.get("PODI_DB_PASSWORD"));
    }

    interface Work {
        void with(Statement statement) throws SQLException;
    }

    void inDatabaseOf(String service, Work work) {
        try (Connection connection = connect(databaseOf(service));
                Statement statement = connection.createStatement()) {
            work.with(statement);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    static Connection connect(Database database) throws SQLException {
        return DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
    }

    /** A token as the service gets it for itself; it lives a quarter of an hour. */
    String tokenOf(String service) {
        Map<String, String> variables = suite.variables(service);
        String form = "grant_type=client_credentials&client_id=svc-%s&client_secret=%s"
                .formatted(service, URLEncoder.encode(variables.get("PODI_CLIENT_SECRET"), StandardCharsets.UTF_8));
        HttpRequest request = HttpRequest.newBuilder(URI.create(variables.get("PODI_TOKEN_URI")))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form))
                .build();
        try {
            HttpResponse<String> response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IllegalStateException("no token: " + response.body());
            }
            return new JsonMapper()
                    .readTree(response.body())
                    .at("/access_token")
                    .asString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What the service has complained of last. */
    String complaints(String service) {
        return Complaints.in(suite.log(service));
    }

    @Override
    public void close() {
        suite.stop();
        leash.close();
    }
}
