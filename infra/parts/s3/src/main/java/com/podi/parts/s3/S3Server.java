package com.podi.parts.s3;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Properties;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.shaded.org.eclipse.jetty.server.HttpConnectionFactory;
import org.gaul.shaded.org.eclipse.jetty.server.Server;

/** S3Proxy, with a header on every answer that S3 itself has no way to ask for: what is downloaded is what it says it is. */
final class S3Server {

    private S3Server() {}

    public static void main(String[] arguments) throws Exception {
        Properties settings = new Properties();
        try (InputStream file = Files.newInputStream(Path.of(arguments[0]))) {
            settings.load(file);
        }
        S3Proxy proxy = S3Proxy.Builder.fromProperties(settings)
                .blobStore(BlobStores.create(settings.getProperty("jclouds.provider"), settings))
                .build();
        sendNosniff(serverOf(proxy));
        proxy.start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(proxy)));
    }

    /** What is being put is put to its end. */
    private static void stop(S3Proxy proxy) {
        try {
            proxy.stop();
        } catch (Exception failure) {
            System.err.println("not stopped in order: " + failure);
        }
    }

    private static void sendNosniff(Server server) {
        Arrays.stream(server.getConnectors())
                .map(connector -> connector.getConnectionFactory(HttpConnectionFactory.class))
                .forEach(http -> http.getHttpConfiguration().addCustomizer((request, headers) -> {
                    headers.put("X-Content-Type-Options", "nosniff");
                    return request;
                }));
    }

    /** It offers no way to its server; should that one be called otherwise some day, nothing starts. */
    private static Server serverOf(S3Proxy proxy) throws ReflectiveOperationException {
        var server = S3Proxy.class.getDeclaredField("server");
        server.setAccessible(true);
        return (Server) server.get(proxy);
    }
}
