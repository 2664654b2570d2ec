package com.podi.comfyui.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.PodiException;
import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Signs tokens and looks through those that are shown. */
@Service
public class AgentTokens {

    private static final String ISSUER = "podi";
    private static final String AUDIENCE = "podi-agent";
    private static final String SCOPE = "scope";
    private static final String AGENT_ID = "agentId";
    private static final String TASK_ID = "taskId";
    private static final String NONCE = "nonce";

    private final SigningKeys keys;
    private final Clock clock;

    AgentTokens(SigningKeys keys, Clock clock) {
        this.keys = keys;
        this.clock = clock;
    }

    /** For an agent to speak of itself. */
    public Issued forAgent(String agentId, Instant expiresAt) {
        return issue(
                new AgentToken(Scope.AGENT, agentId, null, UUID.randomUUID().toString(), whole(expiresAt)));
    }

    /** @param nonce known to the task, which may take the token back by another one */
    public Issued forTask(String agentId, String taskId, String nonce, Instant expiresAt) {
        return issue(new AgentToken(Scope.TASK, agentId, taskId, nonce, whole(expiresAt)));
    }

    /** A token and what it says. */
    public record Issued(String value, AgentToken token) {

        @Override
        public String toString() {
            return "Issued[" + token + "]";
        }
    }

    private Issued issue(AgentToken token) {
        SigningKeys.Key key = keys.present();
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience(AUDIENCE)
                .subject(token.agentId())
                .claim(SCOPE, token.scope().word())
                .claim(AGENT_ID, token.agentId())
                .claim(TASK_ID, token.taskId())
                .claim(NONCE, token.nonce())
                .issueTime(Date.from(clock.instant()))
                .expirationTime(Date.from(token.expiresAt()))
                .build();
        SignedJWT signed = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(key.kid()).build(), claims);
        try {
            signed.sign(new MACSigner(key.secret()));
        } catch (JOSEException impossible) {
            throw new IllegalStateException(impossible);
        }
        return new Issued(signed.serialize(), token);
    }

    /** Refuses what we have not signed, what is over, and what says too little. */
    public AgentToken verify(@Nullable String value) {
        if (value == null || value.isBlank()) {
            throw ErrorCode.AGENT_TOKEN_REQUIRED.because("no token");
        }
        try {
            AgentToken token = read(proven(SignedJWT.parse(value.strip())));
            if (!clock.instant().isBefore(token.expiresAt())) {
                throw ErrorCode.AGENT_TOKEN_EXPIRED.because("since %s", token.expiresAt());
            }
            return token;
        } catch (ParseException | JOSEException | IllegalArgumentException notAToken) {
            throw invalid("not a token of ours").causedBy(notAToken);
        }
    }

    private JWTClaimsSet proven(SignedJWT token) throws JOSEException, ParseException {
        JWSHeader header = token.getHeader();
        if (!JWSAlgorithm.HS256.equals(header.getAlgorithm()) || header.getKeyID() == null) {
            throw invalid("algorithm %s".formatted(header.getAlgorithm()));
        }
        SigningKeys.Key key = keys.find(header.getKeyID()).orElseThrow(() -> invalid("unknown key"));
        if (!token.verify(new MACVerifier(key.secret()))) {
            throw invalid("signature");
        }
        return token.getJWTClaimsSet();
    }

    private static AgentToken read(JWTClaimsSet claims) throws ParseException {
        Scope scope = Scope.of(claims.getStringClaim(SCOPE)).orElseThrow(() -> invalid("scope"));
        String agentId = claims.getStringClaim(AGENT_ID);
        String taskId = claims.getStringClaim(TASK_ID);
        String nonce = claims.getStringClaim(NONCE);
        Date expires = claims.getExpirationTime();
        if (!ISSUER.equals(claims.getIssuer())
                || !claims.getAudience().contains(AUDIENCE)
                || agentId == null
                || nonce == null
                || expires == null
                || (scope == Scope.TASK) != (taskId != null)) {
            throw invalid("claims");
        }
        return new AgentToken(scope, agentId, taskId, nonce, expires.toInstant());
    }

    private static PodiException invalid(String reason) {
        return ErrorCode.AGENT_TOKEN_INVALID.because("%s", reason);
    }

    /** As a token can say it. */
    private static Instant whole(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS);
    }
}
