package com.podi.ability.key;

import com.podi.ability.audit.Kind;
import com.podi.ability.audit.Trail;
import com.podi.ability.executor.KeysOfProvider;
import com.podi.contracts.ability.KeyReport;
import com.podi.contracts.ability.ProviderKey;
import com.podi.contracts.envelope.Page;
import com.podi.contracts.envelope.PageRequest;
import com.podi.contracts.envelope.Pagination;
import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.Text;
import com.podi.contracts.error.Times;
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
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The keys as they lie in their table; of a hidden one everything is left but its secret. */
@Repository
class ApiKeys implements KeysOfProvider {

    private static final Logger log = LoggerFactory.getLogger(ApiKeys.class);

    private static final String TODAY = "(now() at time zone 'UTC')::date";
    private static final String USED_TODAY = "case when used_on = " + TODAY + " then used else 0 end";
    private static final String SHOWN = "api_keys.*, " + USED_TODAY + " as used_today";

    private static final String WANTED = """
             where hidden_at is null
              and (:provider::text is null or provider = :provider)
              and (:name::text is null or name = :name)
              and (:status::text is null or status = :status)
              and (:q::text is null or position(lower(:q) in lower(key_id || ' ' || name)) > 0)
            """;

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
    public Page<ApiKeyView> list(ApiKeyFilter filter, PageRequest page) {
        long total = filtered("select count(*) from api_keys" + WANTED, filter)
                .query(Long.class)
                .single();
        List<ApiKeyView> keys = filtered(
                        "select " + SHOWN + " from api_keys" + WANTED
                                + "order by created_at desc, key_id desc limit :limit offset :offset",
                        filter)
                .param("limit", page.pageSize())
                .param("offset", page.offset())
                .query(ApiKeys::view)
                .list();
        return new Page<>(keys, Pagination.of(page, total));
    }

    private JdbcClient.StatementSpec filtered(String sql, ApiKeyFilter filter) {
        return jdbc.sql(sql)
                .param("provider", filter.provider())
                .param("name", filter.name())
                .param("status", filter.status())
                .param("q", filter.q());
    }

    @Transactional(readOnly = true)
    public ApiKeyView find(String keyId) {
        return find(keyId, "");
    }

    private ApiKeyView find(String keyId, String locking) {
        return jdbc.sql("select " + SHOWN + " from api_keys where key_id = ? and hidden_at is null " + locking)
                .param(keyId)
                .query(ApiKeys::view)
                .optional()
                .orElseThrow(() -> ErrorCode.API_KEY_NOT_FOUND.because("%s", keyId));
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public Set<String> hold(String provider, List<String> keyIds) {
        return jdbc.sql(
                        "select key_id from api_keys where provider = ? and key_id = any (?::text[]) and hidden_at is null order by key_id for share")
                .params(provider, keyIds.toArray(String[]::new))
                .query(String.class)
                .set();
    }

    @Transactional
    public ApiKeyView add(ApiKeyRequest request, String actor) {
        if (request.key() == null) {
            throw ErrorCode.BAD_PARAMETER.at("key", MISSING);
        }
        Times.check("expireAt", request.expireAt());
        String keyId = request.id() == null ? Ids.next("key") : request.id();
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
        Times.check("expireAt", request.expireAt());
        ApiKeyView before = findBesideItsOthers(keyId);
        if (!before.provider().equals(request.provider()) && isUsed(before)) {
            throw ErrorCode.IN_USE.because("%s is used as one of %s", keyId, before.provider());
        }
        ApiKeyView now = written(jdbc.sql("""
                        update api_keys set
                            provider = :provider, name = :name, daily_quota = :dailyQuota,
                            status = coalesce(:status::text, case when status = 'refused' and :sealed::bytea is not null
                                                            then 'active' else status end),
                            expire_at = :expireAt, sealed = coalesce(:sealed, sealed), hint = coalesce(:hint, hint),
                            secret_version = secret_version + case when :sealed::bytea is null then 0 else 1 end,
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

    /** Its secret is gone at once; who reads the trail still finds whose it was. */
    @Transactional
    public void delete(String keyId, String actor) {
        ApiKeyView before = findBesideItsOthers(keyId);
        if (isUsed(before)) {
            throw ErrorCode.IN_USE.because("%s", keyId);
        }
        jdbc.sql("""
                        update api_keys set sealed = null, status = 'inactive', hidden_at = now(), updated_at = now(),
                            revision = revision + 1
                        where key_id = ?
                        """).param(keyId).update();
        trail.deleted(actor, state(before), new Trail.State(Kind.API_KEY, keyId, before.revision() + 1, kept(before)));
    }

    /** Two who take away the last two keys of a provider take turns. */
    private ApiKeyView findBesideItsOthers(String keyId) {
        jdbc.sql("""
                        select key_id from api_keys
                        where provider = (select provider from api_keys where key_id = ?) and hidden_at is null
                        order by key_id for update
                        """).param(keyId).query(String.class).list();
        return find(keyId);
    }

    /** By an executor that names it; or by one that takes whatever key its provider has, if there is no other. */
    private boolean isUsed(ApiKeyView key) {
        return jdbc.sql("""
                        select exists (select from executors where :keyId = any (api_key_ids) and hidden_at is null)
                            or exists (select from executors where type = :provider and status = 'active'
                                           and hidden_at is null and cardinality(api_key_ids) = 0)
                               and (select array_agg(key_id) from api_keys
                                    where provider = :provider and hidden_at is null and status = 'active'
                                      and coalesce(expire_at > now(), true)) is not distinct from array[:keyId::text]
                        """)
                .param("keyId", key.id())
                .param("provider", key.provider())
                .query(Boolean.class)
                .single();
    }

    private static Trail.State state(ApiKeyView key) {
        return new Trail.State(Kind.API_KEY, key.id(), key.revision(), kept(key));
    }

    /** What an administrator has set; how it is used changes all the time. */
    private record Kept(
            String provider,
            String name,
            String key,
            int secretVersion,
            ApiKeyStatus status,
            @Nullable Integer dailyQuota,
            @Nullable Instant expireAt) {}

    private static Kept kept(ApiKeyView key) {
        return new Kept(
                key.provider(),
                key.name(),
                key.key(),
                key.secretVersion(),
                key.status(),
                key.dailyQuota(),
                key.expireAt());
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
                        returning key_id, sealed, secret_version
                        """.formatted(TODAY, USED_TODAY))
                .param("provider", provider)
                .param("keyIds", keyIds.toArray(String[]::new))
                .query(this::opened)
                .optional()
                .orElseThrow(() -> ErrorCode.API_KEY_UNAVAILABLE.because("none of %s of %s", keyIds, provider));
    }

    /** The one that work was begun with, though it has done enough for today: no other one finds that work. */
    @Transactional(readOnly = true)
    public ProviderKey goOn(String provider, List<String> keyIds) {
        return jdbc.sql("""
                        select key_id, sealed, secret_version from api_keys
                        where provider = ? and key_id = any (?::text[]) and cardinality(?::text[]) = 1
                          and status = 'active' and coalesce(expire_at > now(), true)
                        """)
                .params(provider, keyIds.toArray(String[]::new), keyIds.toArray(String[]::new))
                .query(this::opened)
                .optional()
                .orElseThrow(() -> ErrorCode.API_KEY_UNAVAILABLE.because("%s of %s", keyIds, provider));
    }

    private ProviderKey opened(ResultSet row, int number) throws SQLException {
        return new ProviderKey(
                row.getString("key_id"),
                open(row.getString("key_id"), row.getBytes("sealed")),
                row.getInt("secret_version"));
    }

    /** Of a secret that was replaced meanwhile nothing is believed. */
    @Transactional
    public void report(String keyId, KeyReport report, String reporter) {
        ApiKeyView before = find(keyId, "for update");
        if (report.version() != null && report.version() != before.secretVersion()) {
            log.info("said of a former secret: key={} outcome={}", keyId, report.outcome());
            return;
        }
        switch (report.outcome()) {
            case REFUSED -> refuse(before, reporter);
            case THROTTLED ->
                jdbc.sql("""
                                update api_keys set rests_until = greatest(rests_until, now() + make_interval(secs => ?))
                                where key_id = ?
                                """)
                        .params(report.restSeconds() == null ? USUAL_REST_SECONDS : report.restSeconds(), keyId)
                        .update();
        }
    }

    private void refuse(ApiKeyView before, String reporter) {
        if (before.status() == ApiKeyStatus.REFUSED) {
            return;
        }
        log.warn("refused by its provider: key={}", before.id());
        jdbc.sql("update api_keys set status = 'refused', updated_at = now(), revision = revision + 1 where key_id = ?")
                .param(before.id())
                .update();
        trail.changed(reporter, state(before), state(find(before.id())));
    }

    private byte[] seal(String keyId, String key) {
        return sealer.seal(key.getBytes(StandardCharsets.UTF_8), purpose(keyId));
    }

    private String open(String keyId, byte[] sealed) {
        return new String(sealer.open(sealed, purpose(keyId)), StandardCharsets.UTF_8);
    }

    static String purpose(String keyId) {
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
                row.getInt("secret_version"),
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
