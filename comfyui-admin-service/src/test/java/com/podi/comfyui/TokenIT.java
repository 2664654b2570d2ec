package com.podi.comfyui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.podi.testsupport.Api;
import com.podi.testsupport.Api.Answer;
import com.podi.testsupport.AtOnce;
import com.podi.testsupport.TestTokens;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.scheduling.config.ScheduledTaskHolder;

class TokenIT extends ComfyuiIT {

    private final AgentDouble fake = new AgentDouble();

    @Autowired
    private ScheduledTaskHolder jobs;

    private String agent;
    private String task;
    private String manifest;
    private String token;

    @BeforeEach
    void giveATask() {
        agent = agent(fake.baseUrl());
        manifest = manifest(Map.of());
        task = task(agent, manifest);
        await().until(() -> statusOf(task).equals("running"));
        token = fake.lastPush().path("token").asString();
    }

    @AfterEach
    void stop() {
        fake.close();
    }

    @Test
    void withoutATokenNothingIsSaidOrDone() {
        for (Api nobody : List.of(anybody, anybody.with("Authorization", "Basic YTpi"))) {
            everyCall(nobody).forEach(answer -> {
                assertThat(answer.status()).isEqualTo(401);
                assertThat(answer.errorCode()).isEqualTo("AGENT_TOKEN_REQUIRED");
            });
        }
        assertThat(anybody.post(AGENT + "/auth/verify", Map.of("agentId", agent))
                        .errorCode())
                .isEqualTo("AGENT_TOKEN_REQUIRED");
    }

    @Test
    void forgedTokensAreRefused() throws Exception {
        SignedJWT good = SignedJWT.parse(token);
        JWTClaimsSet claims = good.getJWTClaimsSet();
        String kid = good.getHeader().getKeyID();
        String[] parts = token.split("\\.");
        List<String> forged = List.of(
                "x",
                new PlainJWT(claims).serialize(),
                signed(claims, kid, "0".repeat(32)),
                signed(claims, "kid_" + "0".repeat(26), "0".repeat(32)),
                signed(claims, null, "0".repeat(32)),
                parts[0] + "." + parts[1] + ".",
                parts[0] + "." + parts[1].substring(1) + "." + parts[2],
                TestTokens.start().admin("boss"),
                TestTokens.start().service("svc-task-worker"));

        for (String forgery : forged) {
            everyCall(anybody.as(forgery)).forEach(answer -> {
                assertThat(answer.status()).as(forgery).isEqualTo(401);
                assertThat(answer.errorCode()).isEqualTo("AGENT_TOKEN_INVALID");
            });
            assertThat(anybody.post(AGENT + "/auth/verify", Map.of("token", forgery))
                            .errorCode())
                    .isEqualTo("AGENT_TOKEN_INVALID");
        }
        assertThat(statusOf(task)).isEqualTo("running");
    }

    @Test
    void expiredTokensAreRefused() {
        String soonOver = admin.post(ADMIN + "/agents/" + agent + "/token", Map.of("ttlSeconds", 1))
                .text("/token");

        await().until(() -> anybody.as(soonOver)
                .post(AGENT + "/agents/" + agent + "/heartbeat", Map.of())
                .errorCode()
                .equals("AGENT_TOKEN_EXPIRED"));
        assertThat(anybody.post(AGENT + "/auth/verify", Map.of("token", soonOver))
                        .errorCode())
                .isEqualTo("AGENT_TOKEN_EXPIRED");
    }

    @Test
    void aTokenOfAnotherAgentIsRefused() {
        String other = agent(NOWHERE);

        assertThat(as(other)
                        .post(AGENT + "/agents/" + agent + "/heartbeat", Map.of())
                        .errorCode())
                .isEqualTo("AGENT_NOT_ALLOWED");
        assertThat(as(other)
                        .post(AGENT + "/agents/" + agent + "/alerts", Map.of("type", "t", "message", "m"))
                        .errorCode())
                .isEqualTo("AGENT_NOT_ALLOWED");
        assertThat(verify(Map.of("agentId", other)).errorCode()).isEqualTo("AGENT_NOT_ALLOWED");
    }

    @Test
    void aTokenOfAnotherTaskIsRefused() {
        String other = task(agent, manifest);

        assertThat(anybody.as(token)
                        .post(AGENT + "/tasks/" + other + "/events", Map.of("message", "m"))
                        .errorCode())
                .isEqualTo("AGENT_TASK_FORBIDDEN");
        assertThat(anybody.as(token)
                        .post(AGENT + "/tasks/" + other + "/complete", Map.of())
                        .errorCode())
                .isEqualTo("AGENT_TASK_FORBIDDEN");
        assertThat(verify(Map.of("taskId", other)).errorCode()).isEqualTo("AGENT_TASK_FORBIDDEN");
        assertThat(verify(Map.of("nonce", "another")).errorCode()).isEqualTo("AGENT_TOKEN_INVALID");
    }

    @Test
    void aTokenIsGoodForWhatItWasIssuedAlone() {
        assertThat(anybody.as(token)
                        .post(AGENT + "/agents/" + agent + "/heartbeat", Map.of())
                        .errorCode())
                .isEqualTo("AGENT_TOKEN_SCOPE_INVALID");
        Api ofAgent = as(agent);
        assertThat(ofAgent.get(AGENT + "/manifests/" + manifest).errorCode()).isEqualTo("AGENT_TOKEN_SCOPE_INVALID");
        assertThat(ofAgent.post(AGENT + "/tasks/" + task + "/events", Map.of()).errorCode())
                .isEqualTo("AGENT_TOKEN_SCOPE_INVALID");
        assertThat(ofAgent.post(AGENT + "/tasks/" + task + "/complete", Map.of())
                        .errorCode())
                .isEqualTo("AGENT_TOKEN_SCOPE_INVALID");
        assertThat(ofAgent.post(AGENT + "/tasks/" + task + "/failed", Map.of()).errorCode())
                .isEqualTo("AGENT_TOKEN_SCOPE_INVALID");
    }

    @Test
    void aReplayedPushProvesNothingAfterItsTaskIsOver() {
        anybody.as(token).post(AGENT + "/tasks/" + task + "/failed", Map.of());

        assertThat(verify(Map.of()).errorCode()).isEqualTo("AGENT_TOKEN_INVALID");

        admin.post(ADMIN + "/tasks/" + task + "/push", null);
        assertThat(verify(Map.of()).errorCode()).isEqualTo("AGENT_TOKEN_INVALID");
        assertThat(anybody.as(token).get(AGENT + "/manifests/" + manifest).errorCode())
                .isEqualTo("AGENT_TOKEN_INVALID");
        assertThat(anybody.as(token)
                        .post(AGENT + "/tasks/" + task + "/complete", Map.of())
                        .errorCode())
                .isEqualTo("AGENT_TOKEN_INVALID");
        assertThat(statusOf(task)).isEqualTo("running");
    }

    @Test
    void tokensOfTheFormerKeyStayGoodAndNewOnesHaveTheNewKey() throws Exception {
        String former = SignedJWT.parse(token).getHeader().getKeyID();
        jdbc.sql("update token_keys set created_at = created_at - interval '31 days'")
                .update();

        AtOnce.call(3, replica -> rotate());

        String issued = admin.post(ADMIN + "/agents/" + agent + "/token", null).text("/token");
        assertThat(SignedJWT.parse(issued).getHeader().getKeyID()).isNotEqualTo(former);
        assertThat(jdbc.sql("select count(*) from token_keys where created_at > now() - interval '1 day'")
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
        assertThat(verify(Map.of()).status()).isEqualTo(200);
        assertThat(anybody.post(AGENT + "/auth/verify", Map.of("token", issued)).status())
                .isEqualTo(200);
    }

    @Test
    void keysLieSealedAndTokensNowhere() {
        List<byte[]> sealed =
                jdbc.sql("select sealed from token_keys").query(byte[].class).list();

        assertThat(sealed).isNotEmpty().allSatisfy(key -> assertThat(key).hasSizeGreaterThan(32 + 28));
        assertThat(jdbc.sql("select count(*) from agent_tasks t where t::text like '%eyJ%'")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    private boolean rotate() {
        jobs.getScheduledTasks().stream()
                .filter(job -> job.toString().endsWith("SigningKeys.rotate"))
                .findFirst()
                .orElseThrow()
                .getTask()
                .getRunnable()
                .run();
        return true;
    }

    private Answer verify(Map<String, String> more) {
        Map<String, String> body = new HashMap<>(more);
        body.put("token", token);
        return anybody.post(AGENT + "/auth/verify", body);
    }

    private Stream<Answer> everyCall(Api caller) {
        return Stream.of(
                caller.get(AGENT + "/manifests/" + manifest),
                caller.post(AGENT + "/tasks/" + task + "/events", "not even JSON"),
                caller.post(AGENT + "/tasks/" + task + "/complete", Map.of()),
                caller.post(AGENT + "/tasks/" + task + "/failed", Map.of()),
                caller.post(AGENT + "/agents/" + agent + "/heartbeat", Map.of()),
                caller.post(AGENT + "/agents/" + agent + "/alerts", Map.of("type", "t", "message", "m")));
    }

    private static String signed(JWTClaimsSet claims, String kid, String secret) throws Exception {
        SignedJWT forged = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(kid).build(),
                new JWTClaimsSet.Builder(claims)
                        .expirationTime(Date.from(Instant.now().plusSeconds(600)))
                        .build());
        forged.sign(new MACSigner(secret));
        return forged.serialize();
    }
}
