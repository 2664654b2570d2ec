package com.podi.launcher;

import com.podi.parts.Distribution;
import com.podi.parts.Kafka;
import com.podi.parts.Keycloak;
import com.podi.parts.Part;
import com.podi.parts.Postgres;
import com.podi.parts.S3;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says what the suite consists of, and who is told what. */
final class Blueprint {
    static final int GATEWAY = 0;
    static final int REGISTRY = 8;
    private static final int POSTGRES = 9;
    private static final int KAFKA = 10;
    private static final int KAFKA_CONTROLLER = 11;
    static final int KEYCLOAK = 12;
    private static final int KEYCLOAK_MANAGEMENT = 13;
    static final int S3 = 14;
    static final int COMFYUI = 15;
    private static final String BUCKET = "podi";

    /** A service, the place of its port in the block, and its database. */
    private record Place(String service, int port, String database) {}

    private static final List<Place> SERVICES = List.of(
            new Place("auth-service", 1, "auth"),
            new Place("media-service", 2, "media"),
            new Place("wallet-service", 3, "wallet"),
            new Place("ability-service", 4, "ability"),
            new Place("task-worker", 5, "taskworker"),
            new Place("comfyui-admin-service", 6, "comfyui"),
            new Place("coze-plugin-service", 7, "coze"));

    private final SuiteSettings settings;
    private final Secrets secrets;
    private final Function<String, Addition> additions;
    private final Distribution distribution;

    Blueprint(SuiteSettings settings, Secrets secrets) {
        this(settings, secrets, service -> Addition.NONE);
    }

    /** @param additions by the names of the services */
    Blueprint(SuiteSettings settings, Secrets secrets, Function<String, Addition> additions) {
        this.settings = settings;
        this.secrets = secrets;
        this.additions = additions;
        this.distribution = Distribution.of(settings.checkout());
    }

    /** All components, the slowest to start first among those that could start together. */
    List<Component> components() {
        List<Component> components = new ArrayList<>();
        components.add(new Component(postgres(), List.of()));
        components.add(new Component(kafka(), List.of()));
        components.add(new Component(keycloak(), List.of("postgresql")));
        components.add(new Component(s3(), List.of()));
        components.add(new Component(service("registry", REGISTRY, Map.of()), List.of()));
        for (Place place : SERVICES) {
            components.add(new Component(
                    service(place.service(), place.port(), variables(place)), List.of("postgresql", "kafka")));
        }
        if (settings.hasComfyui()) {
            components.add(new Component(comfyui(), List.of()));
        }
        components.add(new Component(service("gateway", GATEWAY, shared("gateway")), List.of()));
        return List.copyOf(components);
    }

    /** Who must be known to the registry before the gateway can route to all. */
    List<String> registered() {
        return SERVICES.stream().map(Place::service).toList();
    }

    private Postgres postgres() {
        Map<String, String> passwords = Stream.concat(SERVICES.stream().map(Place::database), Stream.of("keycloak"))
                .collect(Collectors.toMap(Function.identity(), this::databasePassword));
        return new Postgres(
                distribution,
                settings.port(POSTGRES),
                settings.dataOf("postgresql"),
                settings.log("postgresql"),
                databasePassword("postgres"),
                passwords);
    }

    private Kafka kafka() {
        return new Kafka(
                distribution,
                settings.jdk(),
                settings.port(KAFKA),
                settings.port(KAFKA_CONTROLLER),
                settings.dataOf("kafka"),
                settings.log("kafka"));
    }

    private Keycloak keycloak() {
        Map<String, String> realmValues = Stream.concat(SERVICES.stream().map(Place::service), Stream.of("gateway"))
                .collect(Collectors.toMap(Keycloak::secretVariable, this::clientSecret));
        realmValues.put("PODI_ADMIN_PASSWORD", adminPassword());
        realmValues.put(Keycloak.TOKEN_LIFE, tokenLife());
        realmValues.put("KC_BOOTSTRAP_ADMIN_USERNAME", Suite.KEYCLOAK_ADMIN);
        realmValues.put("KC_BOOTSTRAP_ADMIN_PASSWORD", keycloakAdminPassword());
        return new Keycloak(
                distribution,
                settings.jdk(),
                settings.port(KEYCLOAK),
                settings.port(KEYCLOAK_MANAGEMENT),
                settings.dataOf("keycloak"),
                settings.log("keycloak"),
                new Keycloak.Database(postgres().jdbcUrl("keycloak"), "keycloak", databasePassword("keycloak")),
                realmValues);
    }

    private S3 s3() {
        return new S3(
                distribution,
                settings.jdk(),
                settings.port(S3),
                settings.dataOf("s3"),
                settings.log("s3"),
                secrets.get("s3.access-key"),
                secrets.get("s3.secret-key"),
                BUCKET);
    }

    private Part comfyui() {
        return new ComfyuiNode(
                settings.jdk(),
                settings.programs().resolve("comfyui-node/comfyui-node-double.jar"),
                settings.port(COMFYUI),
                settings.data(),
                settings.log(ComfyuiNode.NAME));
    }

    private Part service(String name, int port, Map<String, String> variables) {
        Map<String, String> environment = new HashMap<>(settings.passedOn());
        environment.putAll(variables);
        environment.put("PODI_PORT_SELF", Integer.toString(settings.port(port)));
        return new SpringService(
                name,
                settings.jdk(),
                settings.programs().resolve("services").resolve(name + ".jar"),
                ClassArchive.of(settings.jdk(), settings.programs(), name),
                settings.port(port),
                settings.data(),
                settings.log(name),
                environment,
                additions.apply(name));
    }

    private Map<String, String> variables(Place place) {
        Map<String, String> variables = shared(place.service());
        variables.put("PODI_DB_URL", postgres().jdbcUrl(place.database()));
        variables.put("PODI_DB_USER", place.database());
        variables.put("PODI_DB_PASSWORD", databasePassword(place.database()));
        variables.put("PODI_KAFKA", kafka().bootstrapServers());
        variables.put("PODI_MASTER_KEY", userSets("PODI_MASTER_KEY", secrets.key("master-key")));
        // Nodes and agents of a local run are on this machine, too.
        variables.put("PODI_EGRESS_LOOPBACK", userSets("PODI_EGRESS_LOOPBACK", "true"));
        switch (place.service()) {
            case "auth-service" -> {
                variables.put("PODI_KEYCLOAK", settings.url(KEYCLOAK).toString());
                variables.put(Keycloak.TOKEN_LIFE, tokenLife());
            }
            case "media-service" -> variables.putAll(objectStore());
            case "coze-plugin-service" -> variables.putAll(coze());
            case "comfyui-admin-service" -> variables.put("PODI_PUBLIC_URL", publicUrl());
            default -> {
                // the shared ones are all it needs
            }
        }
        return variables;
    }

    private Map<String, String> shared(String service) {
        String realm = settings.url(KEYCLOAK) + "/realms/podi";
        Map<String, String> variables = new HashMap<>();
        variables.put("PODI_EUREKA", settings.url(REGISTRY) + "/eureka/");
        variables.put("PODI_ISSUER", realm);
        variables.put("PODI_JWKS", realm + "/protocol/openid-connect/certs");
        variables.put("PODI_TOKEN_URI", realm + "/protocol/openid-connect/token");
        variables.put("PODI_CLIENT_SECRET", clientSecret(service));
        return variables;
    }

    private Map<String, String> objectStore() {
        String endpoint = settings.url(S3).toString();
        return Map.of(
                "PODI_S3_ENDPOINT", endpoint,
                "PODI_S3_PUBLIC_URL", userSets("PODI_S3_PUBLIC_URL", endpoint),
                "PODI_PUBLIC_URL", publicUrl(),
                "PODI_S3_ACCESS_KEY", secrets.get("s3.access-key"),
                "PODI_S3_SECRET_KEY", secrets.get("s3.secret-key"),
                "PODI_S3_BUCKET", BUCKET);
    }

    private Map<String, String> coze() {
        return Map.of(
                "PODI_PUBLIC_URL", publicUrl(),
                "SERVICE_API_TOKEN", serviceApiToken());
    }

    /** Where the outside reaches us. */
    private String publicUrl() {
        return userSets("PODI_PUBLIC_URL", settings.url(GATEWAY).toString());
    }

    /** The service decides: whether this machine is to be trusted depends on whether others reach us through it. */
    String cozeTrustedIps() {
        return userSets("COZE_TRUSTED_IPS", "this machine while PODI_PUBLIC_URL is its own");
    }

    String serviceApiToken() {
        return userSets("SERVICE_API_TOKEN", secrets.get("service-api-token"));
    }

    /** The one that the realm was imported with, whatever the environment says since. */
    String adminPassword() {
        return secrets.get(
                "admin-password", () -> userSets("PODI_ADMIN_PASSWORD", SuiteSettings.DEFAULT_ADMIN_PASSWORD));
    }

    /** Keycloak takes it at the first start only. */
    String keycloakAdminPassword() {
        return secrets.get("keycloak-admin");
    }

    /** Seconds; as the realm was imported, or sessions would be forgotten before their tokens expire. */
    private String tokenLife() {
        return secrets.get("token-life", () -> userSets(Keycloak.TOKEN_LIFE, SuiteSettings.DEFAULT_TOKEN_LIFE));
    }

    private String databasePassword(String role) {
        return secrets.get("database." + role);
    }

    private String clientSecret(String service) {
        return secrets.get("client." + service);
    }

    private String userSets(String variable, String otherwise) {
        return settings.environment().getOrDefault(variable, otherwise);
    }
}
