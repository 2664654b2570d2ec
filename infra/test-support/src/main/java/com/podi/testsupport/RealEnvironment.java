package com.podi.testsupport;

import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.PropertySource;

/** The environment variables of a service process, answered by the real parts; a part starts when it is asked for. */
final class RealEnvironment implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        context.getEnvironment().getPropertySources().addFirst(new Variables());
    }

    private static final class Variables extends PropertySource<Object> {

        private @Nullable Database database;

        Variables() {
            super("real parts");
        }

        @Override
        public @Nullable Object getProperty(String name) {
            return switch (name) {
                case "PODI_DB_URL" -> database().jdbcUrl();
                case "PODI_DB_USER" -> database().user();
                case "PODI_DB_PASSWORD" -> database().password();
                case "PODI_KAFKA" -> RealParts.kafka();
                case "PODI_S3_ENDPOINT", "PODI_S3_PUBLIC_URL" -> RealParts.s3().endpoint();
                case "PODI_S3_ACCESS_KEY" -> RealParts.s3().accessKey();
                case "PODI_S3_SECRET_KEY" -> RealParts.s3().secretKey();
                case "PODI_S3_BUCKET" -> RealParts.s3().bucket();
                case "PODI_ISSUER" -> TestTokens.start().issuer();
                case "PODI_JWKS" -> TestTokens.start().jwks();
                case "PODI_EGRESS_LOOPBACK" -> true;
                case "eureka.client.enabled" -> false;
                default -> null;
            };
        }

        private Database database() {
            if (database == null) {
                database = RealParts.database();
            }
            return database;
        }
    }
}
