package com.podi.auth.attempt;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.PodiException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.stereotype.Service;

/** Lets one name be tried a few times a minute with a wrong password, whether or not there is such a name. */
@Service
public class LoginAttempts {

    private static final String ALGORITHM = "HmacSHA256";

    private final AttemptRows rows;
    private final int limit;
    private final SecretKeySpec key;

    /** The service's secret is the key of the hashes: people type passwords where the name belongs. */
    LoginAttempts(AttemptRows rows, AttemptProperties properties, ClientRegistrationRepository clients) {
        this.rows = rows;
        this.limit = properties.failedLoginsPerMinute();
        String secret = clients.findByRegistrationId("podi").getClientSecret();
        this.key = new SecretKeySpec(("login attempts " + secret).getBytes(StandardCharsets.UTF_8), ALGORITHM);
    }

    /**
     * Counts the attempt before it is made, so that many at the same moment are not more than many in a row; what was no
     * wrong password is given back.
     */
    public <T> T counted(String name, Supplier<T> login) {
        String nameHash = hash(name.strip().toLowerCase(Locale.ROOT));
        String attemptId = rows.reserve(nameHash, limit).orElseThrow(() -> tooOften(nameHash));
        try {
            T result = login.get();
            rows.giveBack(attemptId);
            return result;
        } catch (PodiException refusal) {
            if (refusal.errorCode().status() >= 500) {
                rows.giveBack(attemptId);
            }
            throw refusal;
        }
    }

    @Scheduled(fixedDelay = 60_000)
    void purge() {
        rows.purge();
    }

    private PodiException tooOften(String nameHash) {
        return ErrorCode.RATE_LIMITED
                .because("failed logins of one name")
                .retryAfter(rows.untilFree(nameHash, limit).orElse(Duration.ofSeconds(1)));
    }

    private String hash(String name) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return HexFormat.of().formatHex(mac.doFinal(name.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
