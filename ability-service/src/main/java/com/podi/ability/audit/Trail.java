package com.podi.ability.audit;

import com.podi.contracts.envelope.Page;
import com.podi.contracts.envelope.PageRequest;
import com.podi.contracts.envelope.Pagination;
import com.podi.contracts.error.ErrorCode;
import com.podi.starter.id.Ids;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The table {@code changes}. */
@Repository
public class Trail {

    private static final Logger log = LoggerFactory.getLogger(Trail.class);
    private static final String SYSTEM = "system";
    private static final String HEADS =
            "select id, kind, record_id, revision, action, actor, changed_fields, changed_at from changes ";

    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final ApplicationEventPublisher listeners;

    Trail(JdbcClient jdbc, JsonMapper json, ApplicationEventPublisher listeners) {
        this.jdbc = jdbc;
        this.json = json;
        this.listeners = listeners;
    }

    /**
     * A state of a record.
     *
     * @param document all of it, as administrators see it
     */
    public record State(Kind kind, String id, int revision, Object document) {}

    @Transactional(propagation = Propagation.MANDATORY)
    public void created(String actor, State now) {
        write("created", actor, now, null);
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void changed(String actor, State before, State now) {
        rememberOrigin(before);
        write("changed", actor, now, json.valueToTree(before.document()));
    }

    /** @param now what it was when it was hidden */
    @Transactional(propagation = Propagation.MANDATORY)
    public void deleted(String actor, State before, State now) {
        rememberOrigin(before);
        write("deleted", actor, now, json.valueToTree(before.document()));
    }

    /** What came with a release has no entry until somebody changes it. */
    private void rememberOrigin(State before) {
        boolean known = jdbc.sql(
                        "select exists (select from changes where kind = ? and record_id = ? and revision = ?)")
                .params(before.kind().wireName(), before.id(), before.revision())
                .query(Boolean.class)
                .single();
        if (!known) {
            write("seeded", SYSTEM, before, null);
        }
    }

    private void write(String action, String actor, State now, @Nullable JsonNode before) {
        JsonNode document = json.valueToTree(now.document());
        jdbc.sql("""
                        insert into changes (id, kind, record_id, revision, action, actor, changed_fields, document)
                        values (:id, :kind, :recordId, :revision, :action, :actor, :fields, :document::json)
                        """)
                .param("id", Ids.next("chg"))
                .param("kind", now.kind().wireName())
                .param("recordId", now.id())
                .param("revision", now.revision())
                .param("action", action)
                .param("actor", actor)
                .param("fields", before == null ? new String[0] : differences(before, document))
                .param("document", json.writeValueAsString(document))
                .update();
        log.info("{} {}: id={} revision={} by={}", now.kind().wireName(), action, now.id(), now.revision(), actor);
        listeners.publishEvent(new RecordChanged(now.kind(), now.id()));
    }

    private static String[] differences(JsonNode before, JsonNode now) {
        TreeSet<String> names = new TreeSet<>(before.propertyNames());
        names.addAll(now.propertyNames());
        return names.stream()
                .filter(name -> !Objects.equals(before.get(name), now.get(name)))
                .toArray(String[]::new);
    }

    /** What a record was at a revision. */
    public Optional<JsonNode> document(Kind kind, String id, int revision) {
        return jdbc.sql("select document from changes where kind = ? and record_id = ? and revision = ?")
                .params(kind.wireName(), id, revision)
                .query((row, number) -> json.readTree(row.getString("document")))
                .optional();
    }

    AuditEntry get(String id) {
        return jdbc.sql("select * from changes where id = ?")
                .param(id)
                .query((row, number) -> entry(row, json.readTree(row.getString("document"))))
                .optional()
                .orElseThrow(() -> ErrorCode.NOT_FOUND.because("change %s", id));
    }

    @Transactional(readOnly = true)
    Page<AuditEntry> page(AuditFilter filter, PageRequest request) {
        filter.mustNameDates();
        String where = """
                where (:kind::text is null or kind = :kind)
                  and (:recordId::text is null or record_id = :recordId)
                  and (:actor::text is null or actor = :actor)
                  and (:action::text is null or action = :action)
                  and (:from::timestamptz is null or changed_at >= :from)
                  and (:to::timestamptz is null or changed_at < :to)
                """;
        long total = filtered("select count(*) from changes " + where, filter)
                .query(Long.class)
                .single();
        List<AuditEntry> items = filtered(HEADS + where + "order by id desc limit :limit offset :offset", filter)
                .param("limit", request.pageSize())
                .param("offset", request.offset())
                .query((row, number) -> entry(row, null))
                .list();
        return new Page<>(items, Pagination.of(request, total));
    }

    private JdbcClient.StatementSpec filtered(String sql, AuditFilter filter) {
        return jdbc.sql(sql)
                .param("kind", filter.kind())
                .param("recordId", filter.recordId())
                .param("actor", filter.actor())
                .param("action", filter.action())
                .param("from", timestamp(filter.from()))
                .param("to", timestamp(filter.to()));
    }

    private static @Nullable Timestamp timestamp(@Nullable Instant instant) {
        return instant == null ? null : Timestamp.from(instant);
    }

    private static AuditEntry entry(ResultSet row, @Nullable JsonNode document) throws SQLException {
        Array fields = row.getArray("changed_fields");
        return new AuditEntry(
                row.getString("id"),
                row.getString("kind"),
                row.getString("record_id"),
                row.getInt("revision"),
                row.getString("action"),
                row.getString("actor"),
                row.getTimestamp("changed_at").toInstant(),
                List.of((String[]) fields.getArray()),
                document);
    }
}
