package com.podi.benchmarks.events;

import com.podi.benchmarks.Pause;
import com.podi.benchmarks.Scratch;
import com.podi.parts.Child;
import com.podi.parts.Distribution;
import com.podi.parts.Jdk;
import com.podi.parts.Kafka;
import com.podi.parts.Leash;
import com.podi.parts.PartFailedException;
import com.podi.parts.Ports;
import com.podi.parts.Probe;
import com.podi.parts.Program;
import com.podi.testsupport.Database;
import com.podi.testsupport.RealParts;
import com.podi.testsupport.ServiceVariables;
import com.podi.testsupport.TestTokens;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** A broker of its own, publishers and a consumer, each a process that may be killed and started again. */
final class Stage implements AutoCloseable {

    static final String CONSUMER = "bench-consumer";
    private static final String PUBLISHER = "bench-publisher";
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int STARTS = 5;

    private final Path directory = Scratch.directory();
    private final Leash leash = new Leash(directory);
    private final Jdk jdk = Jdk.current();
    private final Kafka kafka = kafka();
    private final Books books;
    private final int writers;
    private final int aggregates;
    private final Member broker;

    /** @param writers of each publisher: transactions at once */
    Stage(int writers, int aggregates) {
        this.writers = writers;
        this.aggregates = aggregates;
        books = new Books(RealParts.database(), RealParts.database());
        broker = new Member(() -> kafka.start(leash::hold));
    }

    Books books() {
        return books;
    }

    String bootstrapServers() {
        return kafka.bootstrapServers();
    }

    Member broker() {
        return broker;
    }

    /** The first one makes the tables; the rows are made when they are there. */
    Member publisher(int number) {
        Member publisher = service(PUBLISHER, "publisher-" + number, Publisher.class, books.published());
        books.open(aggregates);
        return publisher;
    }

    Member consumer() {
        return service(CONSUMER, "consumer", Consumer.class, books.consumed());
    }

    /** A process, now and after it was started again. */
    static final class Member {

        private final Supplier<Child> starter;
        private Child child;

        private Member(Supplier<Child> starter) {
            this.starter = starter;
            this.child = starter.get();
        }

        /** {@code kill -9}. */
        void kill() {
            child.kill();
        }

        /** What the killed one left behind, such as its port, may take a moment to go. */
        void start() {
            for (int attempt = 1; ; attempt++) {
                try {
                    child = starter.get();
                    return;
                } catch (PartFailedException stillThere) {
                    if (attempt == STARTS) {
                        throw stillThere;
                    }
                    Pause.ms(1_000);
                }
            }
        }
    }

    private Member service(String application, String name, Class<?> main, Database database) {
        int port = Ports.freeBlock(1);
        List<String> command = new ArrayList<>(jdk.java(
                "-Xmx256m",
                "-D%s=%d".formatted(Publisher.WRITERS, writers),
                "-D%s=%d".formatted(Publisher.AGGREGATES, aggregates),
                "-cp",
                System.getProperty("java.class.path"),
                main.getName(),
                "--spring.config.location=classpath:com/podi/benchmarks/events/events.yml",
                "--spring.application.name=" + application));
        Program program =
                new Program(name, command, variables(port, database), directory, directory.resolve(name + ".log"));
        return new Member(() -> {
            Child started = program.launch();
            leash.hold(started);
            started.await(Probe.http(ServiceVariables.readiness(port)), PATIENCE);
            return started;
        });
    }

    private Map<String, String> variables(int port, Database database) {
        TestTokens tokens = TestTokens.start();
        return Map.of(
                "PODI_PORT_SELF", Integer.toString(port),
                "PODI_DB_URL", database.jdbcUrl(),
                "PODI_DB_USER", database.user(),
                "PODI_DB_PASSWORD", database.password(),
                "PODI_KAFKA", kafka.bootstrapServers(),
                "PODI_ISSUER", tokens.issuer().toString(),
                "PODI_JWKS", tokens.jwks().toString(),
                "PODI_TOKEN_URI", tokens.tokens().toString(),
                "PODI_CLIENT_SECRET", "secret",
                "EUREKA_CLIENT_ENABLED", "false");
    }

    private Kafka kafka() {
        int port = Ports.freeBlock(2);
        return new Kafka(
                Distribution.of(Path.of(System.getProperty("podi.root"))),
                jdk,
                port,
                port + 1,
                directory.resolve("kafka"),
                directory.resolve("kafka.log"));
    }

    @Override
    public void close() {
        books.close();
        leash.close();
    }
}
