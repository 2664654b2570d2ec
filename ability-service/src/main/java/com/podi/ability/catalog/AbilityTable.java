package com.podi.ability.catalog;

import com.podi.contracts.ability.AbilityView.Field;
import com.podi.contracts.ability.AbilityView.Upstream;
import com.podi.contracts.error.ErrorCode;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The table {@code abilities}; hidden rows are kept for the logs alone. */
@Repository
class AbilityTable {

    private static final TypeReference<List<Field>> FIELDS = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final RowMapper<Ability> rows;

    AbilityTable(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
        this.rows = (row, number) -> new Ability(
                row.getString("id"),
                row.getString("provider"),
                row.getString("category"),
                row.getString("capability_key"),
                row.getString("action"),
                row.getInt("version"),
                row.getString("display_name"),
                row.getString("description"),
                row.getString("status"),
                row.getString("ability_type"),
                row.getString("workflow_id"),
                row.getString("executor_id"),
                json.readValue(row.getString("input_fields"), FIELDS),
                tariff(row),
                new Ability.Routing(
                        texts(row.getArray("allowed_executor_ids")),
                        RoutingPolicy.of(row.getString("routing_policy")),
                        texts(row.getArray("executor_tags"))),
                row.getBoolean("requires_image"),
                row.getBoolean("supports_multiple_images"),
                row.getInt("max_output_images"),
                row.getInt("timeout_seconds"),
                row.getInt("attempts"),
                (Integer) row.getObject("max_concurrency"),
                upstream(row.getString("upstream")),
                row.getTimestamp("created_at").toInstant(),
                row.getTimestamp("updated_at").toInstant());
    }

    private static Ability.Tariff tariff(ResultSet row) throws SQLException {
        return new Ability.Tariff(
                row.getBoolean("priced"),
                row.getString("currency"),
                row.getString("unit"),
                row.getBigDecimal("list_price"),
                row.getBigDecimal("discount_price"),
                row.getString("units_from"));
    }

    private static List<String> texts(Array array) throws SQLException {
        return List.of((String[]) array.getArray());
    }

    private @Nullable Upstream upstream(@Nullable String written) {
        return written == null ? null : json.readValue(written, Upstream.class);
    }

    /** In the order in which they are shown. */
    List<Ability> all() {
        return jdbc.sql("select * from abilities where hidden_at is null order by position, id")
                .query(rows)
                .list();
    }

    Ability get(String id) {
        return one("select * from abilities where id = ? and hidden_at is null", id);
    }

    /** Nobody else changes it until the end of the transaction. */
    Ability lock(String id) {
        return one("select * from abilities where id = ? and hidden_at is null for update", id);
    }

    private Ability one(String sql, String id) {
        return jdbc.sql(sql)
                .param(id)
                .query(rows)
                .optional()
                .orElseThrow(() -> ErrorCode.ABILITY_NOT_FOUND.because("%s", id));
    }

    boolean names(String executorOrWorkflowId) {
        return jdbc.sql("""
                        select exists (select from abilities
                                       where hidden_at is null
                                         and (:id in (executor_id, workflow_id) or :id = any (allowed_executor_ids)))
                        """)
                .param("id", executorOrWorkflowId)
                .query(Boolean.class)
                .single();
    }

    void insert(Ability ability) {
        write("""
                insert into abilities (
                    id, provider, category, capability_key, action, version, display_name, description, status,
                    ability_type, workflow_id, executor_id, input_fields, priced, currency, unit, list_price,
                    discount_price, units_from, allowed_executor_ids, routing_policy, executor_tags, requires_image,
                    supports_multiple_images, max_output_images, timeout_seconds, attempts, max_concurrency, upstream,
                    position, created_at, updated_at)
                values (
                    :id, :provider, :category, :capabilityKey, :action, :version, :displayName, :description, :status,
                    :abilityType, :workflowId, :executorId, :fields::jsonb, :priced, :currency, :unit, :listPrice,
                    :discountPrice, :unitsFrom, :allowedExecutorIds, :routingPolicy, :tags, :requiresImage,
                    :supportsMultipleImages, :maxOutputImages, :timeoutSeconds, :attempts, :maxConcurrency,
                    :upstream::jsonb, (select coalesce(max(position), 0) + 10 from abilities), :createdAt, :updatedAt)
                """, ability);
    }

    void update(Ability ability) {
        write("""
                update abilities
                set provider = :provider, category = :category, capability_key = :capabilityKey, action = :action,
                    version = :version, display_name = :displayName, description = :description, status = :status,
                    ability_type = :abilityType, workflow_id = :workflowId, executor_id = :executorId,
                    input_fields = :fields::jsonb, priced = :priced, currency = :currency, unit = :unit,
                    list_price = :listPrice, discount_price = :discountPrice, units_from = :unitsFrom,
                    allowed_executor_ids = :allowedExecutorIds, routing_policy = :routingPolicy,
                    executor_tags = :tags, requires_image = :requiresImage,
                    supports_multiple_images = :supportsMultipleImages, max_output_images = :maxOutputImages,
                    timeout_seconds = :timeoutSeconds, attempts = :attempts, max_concurrency = :maxConcurrency,
                    upstream = :upstream::jsonb, updated_at = :updatedAt
                where id = :id
                """, ability);
    }

    private void write(String sql, Ability ability) {
        try {
            jdbc.sql(sql)
                    .param("id", ability.id())
                    .param("provider", ability.provider())
                    .param("category", ability.category())
                    .param("capabilityKey", ability.capabilityKey())
                    .param("action", ability.action())
                    .param("version", ability.version())
                    .param("displayName", ability.displayName())
                    .param("description", ability.description())
                    .param("status", ability.status())
                    .param("abilityType", ability.abilityType())
                    .param("workflowId", ability.workflowId())
                    .param("executorId", ability.executorId())
                    .param("fields", json.writeValueAsString(ability.fields()))
                    .param("priced", ability.tariff().isOwn())
                    .param("currency", ability.tariff().currency())
                    .param("unit", ability.tariff().unit())
                    .param("listPrice", ability.tariff().list())
                    .param("discountPrice", ability.tariff().discount())
                    .param("unitsFrom", ability.tariff().unitsFrom())
                    .param("allowedExecutorIds", array(ability.routing().allowedExecutorIds()))
                    .param("routingPolicy", ability.routing().policy().wireName())
                    .param("tags", array(ability.routing().tags()))
                    .param("requiresImage", ability.requiresImage())
                    .param("supportsMultipleImages", ability.supportsMultipleImages())
                    .param("maxOutputImages", ability.maxOutputImages())
                    .param("timeoutSeconds", ability.timeoutSeconds())
                    .param("attempts", ability.attempts())
                    .param("maxConcurrency", ability.maxConcurrency())
                    .param("upstream", ability.upstream() == null ? null : json.writeValueAsString(ability.upstream()))
                    .param("createdAt", Timestamp.from(ability.createdAt()))
                    .param("updatedAt", Timestamp.from(ability.updatedAt()))
                    .update();
        } catch (DuplicateKeyException taken) {
            throw ErrorCode.ALREADY_EXISTS
                    .because(
                            "ability %s or another %s of %s", ability.id(), ability.capabilityKey(), ability.provider())
                    .causedBy(taken);
        }
    }

    private static String[] array(List<String> texts) {
        return texts.toArray(String[]::new);
    }

    void hide(String id) {
        jdbc.sql("update abilities set hidden_at = now(), updated_at = now(), version = version + 1 where id = ?")
                .param(id)
                .update();
    }
}
