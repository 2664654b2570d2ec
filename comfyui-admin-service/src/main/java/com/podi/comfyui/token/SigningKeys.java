package com.podi.comfyui.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.podi.starter.id.Ids;
import com.podi.starter.seal.Sealer;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionTemplate;

/** The keys that tokens are signed with, the same for all replicas; they change by themselves, one after the other. */
@Repository
class SigningKeys {

    private static final Logger log = LoggerFactory.getLogger(SigningKeys.class);

    private static final int KEY_LENGTH = 32;
    private static final Pattern KID = Pattern.compile("kid_[0-9A-Z]{26}");
    private static final Duration REMEMBERED = Duration.ofMinutes(1);

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Sealer sealer;
    private final TokenProperties properties;
    private final SecureRandom random = new SecureRandom();
    private final Cache<String, Key> known =
            Caffeine.newBuilder().expireAfterWrite(REMEMBERED).maximumSize(100).build();

    SigningKeys(JdbcClient jdbc, TransactionTemplate transaction, Sealer sealer, TokenProperties properties) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.sealer = sealer;
        this.properties = properties;
    }

    record Key(String kid, byte[] secret) {

        @Override
        public String toString() {
            return "Key[" + kid + "]";
        }
    }

    /** The one that signs. */
    Key present() {
        return newest().orElseGet(() -> {
            rotate();
            return newest().orElseThrow();
        });
    }

    /** Any that still proves; others have made up their names. */
    Optional<Key> find(String kid) {
        Key before = known.getIfPresent(kid);
        if (before != null || !KID.matcher(kid).matches()) {
            return Optional.ofNullable(before);
        }
        Optional<Key> found = jdbc.sql("select kid, sealed from token_keys where kid = ?")
                .param(kid)
                .query(this::key)
                .optional();
        found.ifPresent(key -> known.put(kid, key));
        return found;
    }

    private Optional<Key> newest() {
        return jdbc.sql("select kid, sealed from token_keys order by created_at desc, kid desc limit 1")
                .query(this::key)
                .optional();
    }

    /** Replicas may all come at once: one of them makes the new key. */
    @Scheduled(fixedDelayString = "${podi.comfyui.token.look:1h}")
    void rotate() {
        transaction.executeWithoutResult(status -> {
            jdbc.sql("select pg_advisory_xact_lock(hashtextextended('token keys', 0))")
                    .query()
                    .singleRow();
            boolean fresh = jdbc.sql(
                            "select exists (select from token_keys where created_at > now() - make_interval(secs => ?))")
                    .param(seconds(properties.rotateAfter()))
                    .query(Boolean.class)
                    .single();
            if (!fresh) {
                insert();
            }
            drop();
        });
    }

    private void insert() {
        String kid = Ids.next("kid");
        byte[] secret = new byte[KEY_LENGTH];
        random.nextBytes(secret);
        jdbc.sql("insert into token_keys (kid, sealed) values (?, ?)")
                .params(kid, sealer.seal(secret, purpose(kid)))
                .update();
        log.info("tokens are signed with a new key: kid={}", kid);
    }

    private void drop() {
        jdbc.sql("""
                        delete from token_keys as former
                        where created_at < now() - make_interval(secs => ?)
                          and exists (select from token_keys where created_at > former.created_at)
                        """)
                .param(seconds(properties.rotateAfter().multipliedBy(2).plus(properties.longestLife())))
                .update();
    }

    private Key key(ResultSet row, int number) throws SQLException {
        String kid = row.getString("kid");
        return new Key(kid, sealer.open(row.getBytes("sealed"), purpose(kid)));
    }

    static String purpose(String kid) {
        return "agent token key " + kid;
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
