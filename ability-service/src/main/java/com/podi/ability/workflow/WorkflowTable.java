package com.podi.ability.workflow;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The table {@code workflows}, the present version of each; hidden rows are kept for the history alone. */
@Repository
class WorkflowTable {

    private static final TypeReference<List<InputBinding>> BINDINGS = new TypeReference<>() {};
    private static final TypeReference<List<String>> NODES = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final RowMapper<Workflow> rows;

    WorkflowTable(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
        this.rows = (row, number) -> new Workflow(
                row.getString("id"),
                row.getString("action"),
                row.getString("name"),
                row.getInt("version"),
                json.readTree(row.getString("definition")),
                json.readValue(row.getString("bindings"), BINDINGS),
                json.readValue(row.getString("outputs"), NODES),
                row.getTimestamp("created_at").toInstant(),
                row.getTimestamp("updated_at").toInstant());
    }

    /** The newest first. */
    List<Workflow> all() {
        return jdbc.sql("select * from workflows where hidden_at is null order by created_at desc, id desc")
                .query(rows)
                .list();
    }

    Optional<Workflow> find(String id) {
        return one("select * from workflows where id = ? and hidden_at is null", id);
    }

    /** Nobody else changes it until the end of the transaction. */
    Optional<Workflow> lock(String id) {
        return one("select * from workflows where id = ? and hidden_at is null for update", id);
    }

    /** It stays until the end of the transaction. */
    Optional<Workflow> hold(String id) {
        return one("select * from workflows where id = ? and hidden_at is null for share", id);
    }

    void keepForms() {
        jdbc.sql("select pg_advisory_xact_lock(hashtextextended('what abilities take', 0))")
                .query()
                .singleRow();
    }

    /** By whose bindings it is run. */
    Set<String> actionsOf(String id) {
        return jdbc.sql(
                        "select distinct action from workflow_bindings where workflow_id = ? and enabled and hidden_at is null")
                .param(id)
                .query(String.class)
                .set();
    }

    private Optional<Workflow> one(String sql, String id) {
        return jdbc.sql(sql).param(id).query(rows).optional();
    }

    /** @return whether the id was free */
    boolean insert(Workflow workflow) {
        return with("""
                        insert into workflows (id, action, name, version, definition, bindings, outputs, created_at, updated_at)
                        values (:id, :action, :name, :version, :definition::json, :bindings::jsonb, :outputs::jsonb, :now, :now)
                        on conflict (id) do nothing
                        """, workflow) == 1;
    }

    void update(Workflow workflow) {
        with("""
                update workflows
                set action = :action, name = :name, version = :version, definition = :definition::json,
                    bindings = :bindings::jsonb, outputs = :outputs::jsonb, updated_at = :now
                where id = :id
                """, workflow);
    }

    private int with(String sql, Workflow workflow) {
        return jdbc.sql(sql)
                .param("id", workflow.id())
                .param("action", workflow.action())
                .param("name", workflow.name())
                .param("version", workflow.version())
                .param("definition", json.writeValueAsString(workflow.definition()))
                .param("bindings", json.writeValueAsString(workflow.bindings()))
                .param("outputs", json.writeValueAsString(workflow.outputs()))
                .param("now", Timestamp.from(workflow.updatedAt()))
                .update();
    }

    void hide(String id, Instant now) {
        jdbc.sql("update workflows set hidden_at = :now, updated_at = :now, version = version + 1 where id = :id")
                .param("id", id)
                .param("now", Timestamp.from(now))
                .update();
    }
}
