package com.podi.taskworker.executor.baidu;

import com.podi.taskworker.executor.cloud.Addresses;
import com.podi.taskworker.executor.cloud.Conversation;
import com.podi.taskworker.executor.cloud.Payload;
import com.podi.taskworker.executor.cloud.Pictures;
import com.podi.taskworker.executor.cloud.ProviderFailure;
import com.podi.taskworker.executor.cloud.Trouble;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** What keys were exchanged for; in memory alone, and by the prints of the keys, not by the keys. */
@Component
class BaiduTokens {

    private static final String PATH = "/oauth/2.0/token?grant_type=client_credentials&client_id=%s&client_secret=%s";
    private static final Duration LONGEST_LIFE = Duration.ofDays(1);
    private static final int MOST_TOKENS = 1_000;

    private final Map<String, Token> tokens = new ConcurrentHashMap<>();
    private final Clock clock;

    BaiduTokens(Clock clock) {
        this.clock = clock;
    }

    private record Token(String text, Instant until) {}

    String token(Conversation with, String base, Duration patience) throws ProviderFailure, InterruptedException {
        Token known = tokens.get(print(with.key()));
        if (known != null && known.until().isAfter(clock.instant())) {
            with.secret(known.text());
            return known.text();
        }
        return anew(with, base, patience);
    }

    /** Whatever was thought of the former one. */
    String anew(Conversation with, String base, Duration patience) throws ProviderFailure, InterruptedException {
        String[] parts = with.key().split(":", 2);
        if (parts.length != 2) {
            throw new ProviderFailure(Trouble.KEY, "a key is <API Key>:<Secret Key>");
        }
        with.secret(parts[0]);
        with.secret(parts[1]);
        URI address = Addresses.at(base, PATH.formatted(Addresses.escaped(parts[0]), Addresses.escaped(parts[1])));
        JsonNode answer = with.post(address, Payload.form(Map.of(), new Pictures()), patience);
        String token = answer.path("access_token").asString("");
        if (token.isEmpty()) {
            throw new ProviderFailure(Trouble.PROVIDER, "no token was given");
        }
        with.secret(token);
        Duration life = Duration.ofSeconds(answer.path("expires_in").asLong(0)).dividedBy(2);
        if (tokens.size() >= MOST_TOKENS) {
            tokens.clear();
        }
        tokens.put(
                print(with.key()),
                new Token(token, clock.instant().plus(life.compareTo(LONGEST_LIFE) < 0 ? life : LONGEST_LIFE)));
        return token;
    }

    private static String print(String key) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
