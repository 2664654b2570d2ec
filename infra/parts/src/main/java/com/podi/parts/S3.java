package com.podi.parts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** An S3 server that keeps objects as plain files, with one bucket that is there from the start. */
public record S3(
        Distribution distribution,
        Jdk jdk,
        int port,
        Path data,
        Path log,
        String accessKey,
        String secretKey,
        String bucket)
        implements Part {

    @Override
    public String name() {
        return "s3";
    }

    @Override
    public List<Integer> ports() {
        return List.of(port);
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + port);
    }

    @Override
    public Program prepare() {
        try {
            Files.createDirectories(data.resolve("objects").resolve(bucket));
            Path settings = Resources.secret(data.resolve("s3proxy.properties"), settings());
            return new Program(
                    name(),
                    jdk.java(
                            "-Xmx96m",
                            "-Dlogback.configurationFile=" + Resources.copy("parts-logback.xml", data),
                            "-cp",
                            distribution.s3ClassPath(),
                            "com.podi.parts.s3.S3Server",
                            settings.toString()),
                    Map.of(),
                    data,
                    log);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot lay out " + data, e);
        }
    }

    private String settings() {
        return """
                s3proxy.endpoint=%s
                s3proxy.authorization=aws-v2-or-v4
                s3proxy.identity=%s
                s3proxy.credential=%s
                s3proxy.cors-allow-origins=*
                s3proxy.cors-allow-methods=GET PUT POST HEAD
                s3proxy.cors-allow-headers=*
                s3proxy.cors-exposed-headers=ETag
                jclouds.provider=filesystem-nio2
                jclouds.identity=unused
                jclouds.credential=unused
                jclouds.filesystem.basedir=%s
                """.formatted(
                        endpoint(), accessKey, secretKey, data.toAbsolutePath().resolve("objects"));
    }

    @Override
    public Probe readiness() {
        return Probe.port(port);
    }
}
