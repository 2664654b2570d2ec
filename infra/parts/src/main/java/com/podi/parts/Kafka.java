package com.podi.parts;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** One Kafka broker that is its own controller. Topics belong to the services: none appears by itself. */
public record Kafka(Distribution distribution, Jdk jdk, int port, int controllerPort, Path data, Path log)
        implements Part {

    @Override
    public String name() {
        return "kafka";
    }

    @Override
    public List<Integer> ports() {
        return List.of(port, controllerPort);
    }

    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    @Override
    public Program prepare() {
        try {
            Files.createDirectories(data);
            Path settings = Files.writeString(data.resolve("server.properties"), settings());
            if (!Files.exists(data.resolve("log/meta.properties"))) {
                program(
                                log.resolveSibling("kafka-format.log"),
                                "kafka.tools.StorageTool",
                                "format",
                                "--cluster-id",
                                clusterId(),
                                "--config",
                                settings.toString())
                        .run();
            }
            return program(log, "kafka.Kafka", settings.toString());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot lay out " + data, e);
        }
    }

    private Program program(Path output, String mainClass, String... arguments) {
        List<String> command = new ArrayList<>(jdk.java(
                "-Xmx256m",
                "-Dlogback.configurationFile=" + Resources.copy("parts-logback.xml", data),
                "-cp",
                distribution.kafkaClassPath(),
                mainClass));
        command.addAll(List.of(arguments));
        return new Program(name(), command, Map.of(), data, output);
    }

    private String settings() {
        return """
                process.roles=broker,controller
                node.id=1
                controller.quorum.voters=1@127.0.0.1:%2$d
                listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
                advertised.listeners=PLAINTEXT://127.0.0.1:%1$d
                controller.listener.names=CONTROLLER
                inter.broker.listener.name=PLAINTEXT
                listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
                log.dirs=%3$s
                auto.create.topics.enable=false
                default.replication.factor=1
                offsets.topic.replication.factor=1
                offsets.topic.num.partitions=3
                transaction.state.log.replication.factor=1
                transaction.state.log.min.isr=1
                transaction.state.log.num.partitions=3
                share.coordinator.state.topic.replication.factor=1
                share.coordinator.state.topic.min.isr=1
                share.coordinator.state.topic.num.partitions=3
                group.initial.rebalance.delay.ms=0
                log.cleaner.dedupe.buffer.size=2097152
                num.network.threads=2
                num.io.threads=2
                """.formatted(port, controllerPort, data.toAbsolutePath().resolve("log"));
    }

    private static String clusterId() {
        UUID id = UUID.randomUUID();
        byte[] bytes = ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits() >>> 1)
                .putLong(id.getLeastSignificantBits())
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** An open port says nothing yet, so it is asked for its API versions. */
    @Override
    public Probe readiness() {
        return () -> {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress("127.0.0.1", port), 1000);
                socket.setSoTimeout(2000);
                DataOutputStream out = new DataOutputStream(socket.getOutputStream());
                byte[] request = ByteBuffer.allocate(14)
                        .putInt(10)
                        .putShort((short) 18) // ApiVersions
                        .putShort((short) 0) // version of the request
                        .putInt(1) // correlation
                        .putShort((short) -1) // no client name
                        .array();
                out.write(request);
                return new DataInputStream(socket.getInputStream()).readInt() > 0;
            } catch (IOException e) {
                return false;
            }
        };
    }
}
