package com.podi.ability.key;

import com.podi.ability.audit.Kind;
import com.podi.ability.audit.Trail;
import com.podi.contracts.ability.KeyReport;
import com.podi.contracts.ability.ProviderKey;
import com.podi.contracts.envelope.Page;
import com.podi.contracts.envelope.PageRequest;
import com.podi.contracts.envelope.Pagination;
import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.Text;
import com.podi.starter.id.Ids;
import com.podi.starter.seal.Sealer;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** The keys as they lie in their table. */
@Repository
class ApiKeys {

    private static final Logger log = LoggerFactory.getLogger(ApiKeys.class);

    private static final String TODAY = "(now() at time zone 'UTC')::date";
    private static final String USED_TODAY = "case when used_on = " + TODAY + " then used else 0 end";
    private static final String SHOWN = "api_keys.*, " + USED_TODAY + " as used_today";

    private static final int SHOWN_OF_A_KEY = 4;
    private static final int SHORTEST_OF_WHICH_SOMETHING_IS_SHOWN = 12;
    private static final int USUAL_REST_SECONDS = 60;
    private static final Text MISSING = new Text("不能为空", "must not be empty");

    private final JdbcClient jdbc;
    private final Sealer sealer;
    private final Trail trail;

    ApiKeys(JdbcClient jdbc, Sealer sealer, Trail trail) {
        this.jdbc = jdbc;
        this.sealer = sealer;
        this.trail = trail;
    }

    @Transactional(readOnly = true)
    public Page<ApiKeyView> list(@Nullable String provider, PageRequest page) {
        long total = jdbc.sql("select count(*) from api_keys where :provider::text is null or provider = :provider")
                .param("provider", provider)
                .query(Long.class)
                .single();
        List<ApiKeyView> keys = jdbc.sql("select " + SHOWN + """
                         from api_keys where :provider::text is null or provider = :provider
                        order by created_at desc, key_id desc limit :limit offset :offset
                        """)
                .param("provider", provider)
                .param("limit", page.pageSize())
                .param("offset", page.offset())
                .query(ApiKeys::view)
                .list();
        return new Page<>(keys, Pagination.of(page, total));
    }

    @Transactional(readOnly = true)
    public ApiKeyView find(String keyId) {
        return jdbc.sql("select " + SHOWN + " from api_keys where key_id = ?")
                .param(keyId)
                .query(ApiKeys::view)
                .optional()
                .orElseThrow(() -> ErrorCode.API_KEY_NOT_FOUND.because("%s", keyId));
    }

    @Transactional
    public ApiKeyView add(ApiKeyRequest request, String actor) {
        if (request.key() == null) {
            throw ErrorCode.BAD_PARAMETER.at("key", MISSING);
        }
        String keyId = Ids.next("key");
        ApiKeyView added = written(jdbc.sql("""
                        insert into api_keys (key_id, provider, name, sealed, hint, status, daily_quota, expire_at)
                        values (:keyId, :provider, :name, :sealed, :hint, coalesce(:status::text, 'active'), :dailyQuota, :expireAt)
                        returning\s""" + SHOWN), keyId, request).orElseThrow();
        trail.created(actor, state(added));
        return added;
    }

    /** A key that is given anew begins anew: nothing that was said of the former one holds for it. */
    @Transactional
    public ApiKeyView change(String keyId, ApiKeyRequest request, String actor) {
        ApiKeyView before = find(keyId);
        ApiKeyView now = written(jdbc.sql("""
                        update api_keys set
                            provider = :provider, name = :name, daily_quota = :dailyQuota,
                            status = coalesce(:status::text, case when status = 'refused' and :sealed::bytea is not null
                                                            then 'active' else status end),
                            expire_at = :expireAt, sealed = coalesce(:sealed, sealed), hint = coalesce(:hint, hint),
                            rests_until = case when :sealed::bytea is null then rests_until end,
                            revision = revision + 1, updated_at = now()
                        where key_id = :keyId and (:revision::int is null or revision = :revision)
                        returning\s""" + SHOWN).param("revision", request.revision()), keyId, request)
                .orElseThrow(() -> ErrorCode.REVISION_CONFLICT.because("%s is at %d", keyId, before.revision()));
        trail.changed(actor, state(before), state(now));
        return now;
    }

    private Optional<ApiKeyView> written(JdbcClient.StatementSpec statement, String keyId, ApiKeyRequest request) {
        try {
            return statement
                    .param("keyId", keyId)
                    .param("provider", request.provider())
                    .param("name", request.name())
                    .param("sealed", request.key() == null ? null : seal(keyId, request.key()))
                    .param("hint", request.key() == null ? null : hintOf(request.key()))
                    .param("status", request.statusWord())
                    .param("dailyQuota", request.dailyQuota())
                    .param(
                            "expireAt",
                            request.expireAt() == null
                                    ? null
                                    : request.expireAt().atOffset(ZoneOffset.UTC))
                    .query(ApiKeys::view)
                    .optional();
        } catch (DuplicateKeyException taken) {
            throw ErrorCode.ALREADY_EXISTS.because("%s of %s", request.name(), request.provider());
        }
    }

    @Transactional
    public void delete(String keyId, String actor) {
        ApiKeyView before = find(keyId);
        if (jdbc.sql("select exists (select from executors where ? = any (api_key_ids) and hidden_at is null)")
                .param(keyId)
                .query(Boolean.class)
                .single()) {
            throw ErrorCode.IN_USE.because("%s", keyId);
        }
        jdbc.sql("delete from api_keys where key_id = ?").param(keyId).update();
        trail.deleted(actor, state(before), new Trail.State(Kind.API_KEY, keyId, before.revision() + 1, kept(before)));
    }

    private static Trail.State state(ApiKeyView key) {
        return new Trail.State(Kind.API_KEY, key.id(), key.revision(), kept(key));
    }

    /** What an administrator has set; how it is used changes all the time. */
    private record Kept(
            String provider,
            String name,
            String key,
            ApiKeyStatus status,
            @Nullable Integer dailyQuota,
            @Nullable Instant expireAt) {}

    private static Kept kept(ApiKeyView key) {
        return new Kept(key.provider(), key.name(), key.key(), key.status(), key.dailyQuota(), key.expireAt());
    }

    /** The one that was used least today, of those that may be used now; counted before it is handed out. */
    @Transactional
    public ProviderKey use(String provider, List<String> keyIds) {
        // One at a time for each provider: who waits sees what those before have used up.
        jdbc.sql("select pg_advisory_xact_lock(hashtextextended('key of ' || ?, 0))")
                .param(provider)
                .query()
                .singleRow();
        return jdbc.sql("""
                        update api_keys set used = %2$s + 1, used_on = %1$s, used_at = now()
                        where key_id = (
                            select key_id from api_keys
                            where provider = :provider and (cardinality(:keyIds::text[]) = 0 or key_id = any (:keyIds::text[]))
                              and status = 'active' and coalesce(expire_at > now(), true)
                              and coalesce(rests_until <= now(), true) and coalesce(%2$s < daily_quota, true)
                            order by %2$s, used_at nulls first, key_id
                            limit 1)
                        returning key_id, sealed
                        """.formatted(TODAY, USED_TODAY))
                .param("provider", provider)
                .param("keyIds", keyIds.toArray(String[]::new))
                .query((row, number) ->
                        new ProviderKey(row.getString("key_id"), open(row.getString("key_id"), row.getBytes("sealed"))))
                .optional()
                .orElseThrow(() -> ErrorCode.API_KEY_UNAVAILABLE.because("none of %s of %s", keyIds, provider));
    }

    @Transactional
    public void report(String keyId, KeyReport report) {
        int known =
                switch (report.outcome()) {
                    case REFUSED -> {
                        log.warn("refused by its provider: key={}", keyId);
                        yield jdbc.sql("""
                                update api_keys set status = 'refused', updated_at = now(), revision = revision + 1
                                where key_id = ?
                                """).param(keyId).update();
                    }
                    case THROTTLED ->
                        jdbc.sql("""
                                update api_keys set rests_until = greatest(rests_until, now() + make_interval(secs => ?))
                                where key_id = ?
                                """)
                                .params(report.restSeconds() == null ? USUAL_REST_SECONDS : report.restSeconds(), keyId)
                                .update();
                };
        if (known == 0) {
            throw ErrorCode.API_KEY_NOT_FOUND.because("%s", keyId);
        }
    }

    private record Sealed(String keyId, byte[] sealed) {}

    /** @return how many a former master key had sealed */
    int sealAnew() {
        int former = 0;
        for (Sealed key : jdbc.sql("select key_id, sealed from api_keys")
                .query(Sealed.class)
                .list()) {
            if (!sealer.isPresent(key.sealed()) && sealAnew(key)) {
                former++;
            }
        }
        return former;
    }

    private boolean sealAnew(Sealed key) {
        try {
            return jdbc.sql("update api_keys set sealed = ? where key_id = ? and sealed = ?")
                            .params(seal(key.keyId(), open(key.keyId(), key.sealed())), key.keyId(), key.sealed())
                            .update()
                    == 1;
        } catch (IllegalStateException wrongMasterKey) {
            log.error("not sealed anew: key={}", key.keyId(), wrongMasterKey);
            return false;
        }
    }

    private byte[] seal(String keyId, String key) {
        return sealer.seal(key.getBytes(StandardCharsets.UTF_8), purpose(keyId));
    }

    private String open(String keyId, byte[] sealed) {
        return new String(sealer.open(sealed, purpose(keyId)), StandardCharsets.UTF_8);
    }

    private static String purpose(String keyId) {
        return "api key " + keyId;
    }

    private static String hintOf(String key) {
        return key.length() < SHORTEST_OF_WHICH_SOMETHING_IS_SHOWN ? "" : key.substring(key.length() - SHOWN_OF_A_KEY);
    }

    private static ApiKeyView view(ResultSet row, int number) throws SQLException {
        return new ApiKeyView(
                row.getString("key_id"),
                row.getString("provider"),
                row.getString("name"),
                "****" + row.getString("hint"),
                ApiKeyStatus.of(row.getString("status")),
                row.getObject("daily_quota", Integer.class),
                row.getLong("used_today"),
                instant(row, "expire_at"),
                instant(row, "rests_until"),
                instant(row, "used_at"),
                row.getInt("revision"),
                row.getTimestamp("created_at").toInstant(),
                row.getTimestamp("updated_at").toInstant());
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp time = row.getTimestamp(column);
        return time == null ? null : time.toInstant();
    }
}
