package com.podi.parts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * One PostgreSQL server with a role and a database of the same name for everybody who needs one.
 *
 * @param passwords by role
 */
public record Postgres(
        Distribution distribution,
        int port,
        Path data,
        Path log,
        String superuserPassword,
        Map<String, String> passwords)
        implements Part {

    private static final String SUPERUSER = "postgres";

    @Override
    public String name() {
        return "postgresql";
    }

    @Override
    public List<Integer> ports() {
        return List.of(port);
    }

    public String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database);
    }

    @Override
    public Program prepare() {
        Unprivileged user = Unprivileged.choose();
        if (!Files.exists(data.resolve("PG_VERSION"))) {
            initialise(user);
        }
        return program(
                name(),
                user,
                log,
                "postgres",
                List.of(
                        "-D", data.toString(),
                        "-c", "listen_addresses=127.0.0.1",
                        "-c", "port=" + port,
                        "-c", "unix_socket_directories=",
                        "-c", "max_connections=200",
                        "-c", "shared_buffers=64MB",
                        "-c", "fsync=on",
                        "-c", "synchronous_commit=on"));
    }

    private void initialise(Unprivileged user) {
        try {
            Files.createDirectories(data);
            Path password = Files.createTempFile(data.toAbsolutePath().getParent(), "initdb", "");
            try {
                Files.writeString(password, superuserPassword);
                user.own(data);
                user.own(password);
                program(
                                "initdb",
                                user,
                                log.resolveSibling("initdb.log"),
                                "initdb",
                                List.of(
                                        "--pgdata=" + data,
                                        "--username=" + SUPERUSER,
                                        "--pwfile=" + password,
                                        "--auth=scram-sha-256",
                                        "--encoding=UTF8",
                                        "--locale=C",
                                        "--locale-provider=builtin",
                                        "--builtin-locale=C.UTF-8"))
                        .run();
            } finally {
                Files.delete(password);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot lay out " + data, e);
        }
    }

    private Program program(String program, Unprivileged user, Path output, String binary, List<String> arguments) {
        Path home = distribution.postgres();
        List<String> command =
                user.command(List.of(home.resolve("bin").resolve(binary).toString()));
        command.addAll(arguments);
        return new Program(program, command, Map.of(), home, output);
    }

    @Override
    public Probe readiness() {
        return () -> {
            try (Connection connection = connect()) {
                return connection.isValid(2);
            } catch (SQLException e) {
                return false;
            }
        };
    }

    @Override
    public void complete() {
        passwords.forEach(this::provide);
    }

    /** Creates the role and its database unless they are there, and sets the password. */
    public void provide(String role, String password) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            provide(statement, role, password);
        } catch (SQLException e) {
            throw new PartFailedException(name(), "did not take role %s: %s".formatted(role, e.getMessage()), log);
        }
    }

    private static void provide(Statement statement, String role, String password) throws SQLException {
        String name = statement.enquoteIdentifier(role, true);
        if (isEmpty(statement, "select 1 from pg_roles where rolname = " + statement.enquoteLiteral(role))) {
            statement.execute("create role " + name + " login");
        }
        statement.execute("alter role %s password %s".formatted(name, statement.enquoteLiteral(password)));
        if (isEmpty(statement, "select 1 from pg_database where datname = " + statement.enquoteLiteral(role))) {
            statement.execute("create database %s owner %s".formatted(name, name));
        }
        statement.execute("revoke connect on database %s from public".formatted(name));
    }

    private static boolean isEmpty(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            return !rows.next();
        }
    }

    private Connection connect() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", SUPERUSER);
        properties.setProperty("password", superuserPassword);
        properties.setProperty("connectTimeout", "2");
        properties.setProperty("loginTimeout", "5");
        return DriverManager.getConnection(jdbcUrl(SUPERUSER), properties);
    }

    /** A SIGTERM would wait for every client to leave: this is the fast shutdown. */
    @Override
    public void stop(Child child) {
        program(
                        "pg_ctl",
                        Unprivileged.choose(),
                        log.resolveSibling("pg_ctl.log"),
                        "pg_ctl",
                        List.of("stop", "--pgdata=" + data, "--mode=fast", "--timeout=20"))
                .launch()
                .endsWithin(Duration.ofSeconds(25));
        if (child.isAlive()) {
            child.kill();
        }
    }
}
