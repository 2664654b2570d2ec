package com.podi.comfyui.catalog;

import com.podi.contracts.envelope.Page;
import com.podi.contracts.envelope.PageRequest;
import com.podi.contracts.envelope.Pagination;
import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.PodiException;
import com.podi.starter.id.Ids;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** The records of one kind; hidden rows are kept for whoever still refers to them. */
final class Catalog<T extends CatalogItem<T>> {

    private final String kind;
    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final Clock clock;
    private final RowMapper<CatalogEntry<T>> rows;

    /** @param kind what the table calls these records, and how their ids begin */
    Catalog(String kind, Class<T> type, JdbcClient jdbc, JsonMapper json, Clock clock) {
        this.kind = kind;
        this.jdbc = jdbc;
        this.json = json;
        this.clock = clock;
        this.rows = (row, number) -> new CatalogEntry<>(
                json.readValue(row.getString("item"), type).stored(row.getString("id"), row.getInt("revision")),
                null,
                row.getTimestamp("created_at").toInstant(),
                row.getTimestamp("updated_at").toInstant());
    }

    Page<CatalogEntry<T>> page(CatalogFilter filter, PageRequest request) {
        String where = """
                where kind = :kind and hidden_at is null
                  and (:status::text is null or status = :status)
                  and (:tag::text is null or item -> 'tags' @> to_jsonb(:tag::text))
                  and (:baseModel::text is null or item -> 'baseModels' @> to_jsonb(:baseModel::text))
                  and (:modelType::text is null or item ->> 'modelType' = :modelType)
                  and (:q::text is null
                       or strpos(lower(replace(concat_ws(' ', id, name_key, display_name), '\\', '/')),
                                 lower(replace(:q, '\\', '/'))) > 0)
                """;
        long total = filtered("select count(*) from catalog_entries " + where, filter)
                .query(Long.class)
                .single();
        List<CatalogEntry<T>> items = filtered(
                        "select * from catalog_entries " + where
                                + " order by created_at desc, id desc limit :limit offset :offset",
                        filter)
                .param("limit", request.pageSize())
                .param("offset", request.offset())
                .query(rows)
                .list();
        return new Page<>(items, Pagination.of(request, total));
    }

    CatalogEntry<T> add(T item) {
        String id = item.id() == null ? Ids.next(kind) : item.id();
        try {
            return writing("""
                            insert into catalog_entries
                                (kind, id, name_key, display_name, status, revision, item, created_at, updated_at)
                            values (:kind, :id, :nameKey, :displayName, :status, 1, :item::jsonb, :now, :now)
                            returning *""", id, item).query(rows).single();
        } catch (DuplicateKeyException taken) {
            throw alreadyExists(id, item).causedBy(taken);
        }
    }

    /** Conditional, so that of two changes made from the same revision one is refused. */
    CatalogEntry<T> change(String id, T item) {
        try {
            return writing("""
                            update catalog_entries
                            set name_key = :nameKey, display_name = :displayName, status = :status,
                                revision = revision + 1, item = :item::jsonb, updated_at = :now
                            where kind = :kind and id = :id and hidden_at is null
                              and (:revision::int is null or revision = :revision)
                            returning *""", id, item)
                    .param("revision", item.revision())
                    .query(rows)
                    .optional()
                    .orElseThrow(() -> unchanged(id, item));
        } catch (DuplicateKeyException taken) {
            throw alreadyExists(id, item).causedBy(taken);
        }
    }

    /** @param uses whoever may still need it */
    void remove(String id, Stream<CatalogUse> uses) {
        String nameKey = jdbc.sql(
                        "select name_key from catalog_entries where kind = ? and id = ? and hidden_at is null")
                .params(kind, id)
                .query(String.class)
                .optional()
                .orElseThrow(() -> ErrorCode.NOT_FOUND.because("%s %s", kind, id));
        if (uses.anyMatch(use -> use.isUsed(kind, nameKey))) {
            throw ErrorCode.IN_USE.because("%s %s", kind, id);
        }
        jdbc.sql("update catalog_entries set hidden_at = now() where kind = ? and id = ? and hidden_at is null")
                .params(kind, id)
                .update();
    }

    /** Of all records, whatever their status. */
    Set<String> nameKeys() {
        return jdbc.sql("select name_key from catalog_entries where kind = ? and hidden_at is null")
                .param(kind)
                .query(String.class)
                .set();
    }

    private JdbcClient.StatementSpec filtered(String sql, CatalogFilter filter) {
        return jdbc.sql(sql)
                .param("kind", kind)
                .param("status", filter.status())
                .param("tag", filter.tag())
                .param("baseModel", filter.baseModel())
                .param("modelType", filter.modelType())
                .param("q", filter.q());
    }

    private JdbcClient.StatementSpec writing(String sql, String id, T item) {
        return jdbc.sql(sql)
                .param("kind", kind)
                .param("id", id)
                .param("nameKey", item.nameKey())
                .param("displayName", item.displayName())
                .param("status", item.status())
                .param("item", json.writeValueAsString(item))
                .param("now", Timestamp.from(clock.instant()));
    }

    private PodiException unchanged(String id, T item) {
        boolean exists = jdbc.sql(
                        "select exists (select from catalog_entries where kind = ? and id = ? and hidden_at is null)")
                .params(kind, id)
                .query(Boolean.class)
                .single();
        return exists
                ? ErrorCode.REVISION_CONFLICT.because("%s %s is no longer at %d", kind, id, item.revision())
                : ErrorCode.NOT_FOUND.because("%s %s", kind, id);
    }

    private PodiException alreadyExists(String id, T item) {
        return ErrorCode.ALREADY_EXISTS.because("%s %s or %s", kind, id, item.nameKey());
    }
}
