package com.podi.comfyui.manifest;

import com.podi.contracts.envelope.Page;
import com.podi.contracts.envelope.PageRequest;
import com.podi.contracts.envelope.Pagination;
import com.podi.contracts.error.ErrorCode;
import com.podi.starter.id.Ids;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** The manifests; whatever is written stays, and going back is writing the old one anew. */
@Service
public class Manifests {

    private static final String EVERY_REVISION = """
            select id, revisions.revision, role, version, content, download_url,
                   created_by, manifests.created_at, revisions.created_at as written_at
            from manifests join manifest_revisions as revisions on manifest_id = id
            """;

    private static final String PRESENT = "revisions.revision = manifests.revision";

    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final Clock clock;

    Manifests(JdbcClient jdbc, JsonMapper json, Clock clock) {
        this.jdbc = jdbc;
        this.json = json;
        this.clock = clock;
    }

    Page<Manifest> page(ManifestFilter filter, PageRequest request) {
        String where = " where " + PRESENT + """
                  and (:role::text is null or role = :role)
                  and (:version::text is null or version = :version)
                  and (:q::text is null or strpos(lower(concat_ws(' ', id, role, version)), lower(:q)) > 0)
                """;
        long total = filtered("select count(*) from (" + EVERY_REVISION + where + ") as found", filter)
                .query(Long.class)
                .single();
        List<Manifest> items = filtered(
                        EVERY_REVISION + where
                                + " order by manifests.created_at desc, id desc limit :limit offset :offset",
                        filter)
                .param("limit", request.pageSize())
                .param("offset", request.offset())
                .query(this::manifest)
                .list();
        return new Page<>(items, Pagination.of(request, total));
    }

    private JdbcClient.StatementSpec filtered(String sql, ManifestFilter filter) {
        return jdbc.sql(sql)
                .param("role", filter.role())
                .param("version", filter.version())
                .param("q", filter.q());
    }

    Page<Manifest> revisions(String id, PageRequest request) {
        int present = get(id, null).revision();
        List<Manifest> items = jdbc.sql(EVERY_REVISION + " where id = ? order by revision desc limit ? offset ?")
                .params(id, request.pageSize(), request.offset())
                .query(this::manifest)
                .list();
        return new Page<>(items, Pagination.of(request, present));
    }

    /** @param revision the present one if null */
    public Manifest get(String id, @Nullable Integer revision) {
        return jdbc.sql(EVERY_REVISION + " where id = :id and (" + PRESENT
                        + " and :revision::int is null or revisions.revision = :revision)")
                .param("id", id)
                .param("revision", revision)
                .query(this::manifest)
                .optional()
                .orElseThrow(() -> ErrorCode.AGENT_MANIFEST_NOT_FOUND.because("%s at %s", id, revision));
    }

    @Transactional
    public Manifest create(ManifestRequest wanted, String author) {
        ManifestContent.check(wanted.content());
        String id = wanted.id() == null ? Ids.next("manifest") : wanted.id();
        Timestamp now = Timestamp.from(clock.instant());
        int created = jdbc.sql("""
                        insert into manifests (id, revision, created_at, updated_at) values (?, 1, ?, ?)
                        on conflict (id) do nothing
                        """).params(id, now, now).update();
        if (created == 0) {
            throw ErrorCode.ALREADY_EXISTS.because("manifest %s", id);
        }
        write(id, 1, wanted, author, now);
        return get(id, null);
    }

    /** Conditional, so that of two changes made from the same revision one is refused. */
    @Transactional
    public Manifest change(String id, ManifestRequest wanted, String author) {
        ManifestContent.check(wanted.content());
        Timestamp now = Timestamp.from(clock.instant());
        Optional<Integer> revision = jdbc.sql("""
                        update manifests set revision = revision + 1, updated_at = :now
                        where id = :id and (:revision::int is null or revision = :revision)
                        returning revision
                        """)
                .param("id", id)
                .param("now", now)
                .param("revision", wanted.revision())
                .query(Integer.class)
                .optional();
        if (revision.isEmpty()) {
            throw ErrorCode.REVISION_CONFLICT.because(
                    "manifest %s is at %d", id, get(id, null).revision());
        }
        write(id, revision.get(), wanted, author, now);
        return get(id, null);
    }

    @Transactional
    public Manifest rollBack(String id, int revision, String author) {
        Manifest former = get(id, revision);
        return change(
                id,
                new ManifestRequest(
                        null, former.role(), former.version(), former.content(), former.downloadUrl(), null),
                author);
    }

    private void write(String id, int revision, ManifestRequest wanted, String author, Timestamp now) {
        jdbc.sql("""
                        insert into manifest_revisions
                            (manifest_id, revision, role, version, content, download_url, created_by, created_at)
                        values (:id, :revision, :role, :version, :content::jsonb, :downloadUrl, :author, :now)
                        """)
                .param("id", id)
                .param("revision", revision)
                .param("role", wanted.role())
                .param("version", wanted.version())
                .param("content", wanted.content().toString())
                .param("downloadUrl", wanted.downloadUrl())
                .param("author", author)
                .param("now", now)
                .update();
    }

    private Manifest manifest(ResultSet row, int number) throws SQLException {
        Instant written = row.getTimestamp("written_at").toInstant();
        return new Manifest(
                row.getString("id"),
                row.getString("role"),
                row.getString("version"),
                json.readTree(row.getString("content")),
                row.getString("download_url"),
                row.getInt("revision"),
                row.getString("created_by"),
                row.getTimestamp("created_at").toInstant(),
                written);
    }
}
