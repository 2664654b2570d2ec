package com.podi.auth;

import com.nimbusds.jwt.JWTParser;
import com.podi.contracts.event.EventEnvelope;
import com.podi.contracts.event.Topics;
import com.podi.starter.client.ServiceTokens;
import com.podi.testsupport.Api;
import com.podi.testsupport.Api.Answer;
import com.podi.testsupport.Identity;
import com.podi.testsupport.RealParts;
import com.podi.testsupport.ServiceIT;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The service before a real Keycloak, which can be out of reach; the same one for all tests. */
@ServiceIT
@Import(AuthServiceIT.UserEvents.class)
public abstract class AuthServiceIT {

    protected static final String PASSWORD = "correct horse";
    protected static final String USERS = "/admin/realms/podi/users";
    protected static final Relay KEYCLOAK = new Relay(RealParts.keycloak().baseUrl());

    protected final String name = "user-" + UUID.randomUUID().toString().substring(0, 8);
    protected final String email = name + "@example.com";

    @LocalServerPort
    protected int port;

    @Autowired
    protected JdbcClient jdbc;

    @Autowired
    protected ServiceTokens serviceTokens;

    @Autowired
    protected UserEvents events;

    protected Api api;

    @DynamicPropertySource
    static void keycloak(DynamicPropertyRegistry registry) {
        Identity direct = RealParts.keycloak();
        Identity relayed = new Identity(KEYCLOAK.url());
        registry.add("podi.security.issuer", direct::issuer);
        registry.add("podi.security.jwks", relayed::jwks);
        registry.add("PODI_TOKEN_URI", relayed::tokens);
        registry.add("PODI_KEYCLOAK", relayed::baseUrl);
        registry.add("PODI_CLIENT_SECRET", () -> Identity.secretOf("auth-service"));
        registry.add("PODI_AUTH_ENDING_RETRY", () -> "PT1S");
    }

    @BeforeEach
    void client() {
        api = Api.onPort(port);
    }

    @AfterEach
    void mend() {
        KEYCLOAK.mend();
    }

    /** Keycloak itself, spoken to past the service. */
    protected Api keycloak() {
        return Api.at(RealParts.keycloak().baseUrl()).as(serviceTokens.current());
    }

    protected Answer register(String username, String email) {
        return api.post("/api/auth/register", Map.of("username", username, "password", PASSWORD, "email", email));
    }

    /** @return the id of a new user called {@link #name} */
    protected String registered() {
        return register(name, email).text("/user/id");
    }

    protected Answer login(String username, String password) {
        return api.post("/api/auth/login", Map.of("username", username, "password", password));
    }

    protected Answer login() {
        return login(name, PASSWORD);
    }

    protected Api admin() {
        return api.as(login("admin", Identity.ADMIN_PASSWORD).text("/token"));
    }

    protected Answer refresh(String refreshToken) {
        return api.post("/api/auth/refresh", Map.of("refreshToken", refreshToken));
    }

    protected Answer me(Answer login) {
        return api.as(login.text("/token")).get("/api/auth/me");
    }

    protected static String sessionOf(Answer login) {
        try {
            return JWTParser.parse(login.text("/token")).getJWTClaimsSet().getStringClaim("sid");
        } catch (ParseException e) {
            throw new IllegalStateException(e);
        }
    }

    protected List<String> endedSessions() {
        return jdbc.sql("select session_id from ended_sessions")
                .query(String.class)
                .list();
    }

    /** What another service would hear. */
    protected static class UserEvents {

        private final List<EventEnvelope> heard = new CopyOnWriteArrayList<>();

        @KafkaListener(topics = Topics.USER, groupId = "auth-it")
        void hear(EventEnvelope event) {
            heard.add(event);
        }

        public List<EventEnvelope> of(String userId) {
            return heard.stream()
                    .filter(event -> event.aggregateId().equals(userId))
                    .toList();
        }

        public List<String> typesOf(String userId) {
            return of(userId).stream().map(EventEnvelope::type).toList();
        }
    }
}
