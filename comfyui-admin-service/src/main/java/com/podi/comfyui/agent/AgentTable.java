package com.podi.comfyui.agent;

import com.podi.contracts.envelope.Page;
import com.podi.contracts.envelope.PageRequest;
import com.podi.contracts.envelope.Pagination;
import com.podi.contracts.error.ErrorCode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** The table {@code agents}; hidden rows are kept for their history alone. */
@Repository
class AgentTable {

    private final JdbcClient jdbc;
    private final JsonMapper json;

    AgentTable(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    Page<Agent> page(AgentFilter filter, PageRequest request) {
        String where = """
                where hidden_at is null
                  and (:role::text is null or role = :role)
                  and (:status::text is null or status = :status)
                  and (:allowed::boolean is null or allowed = :allowed)
                  and (:q::text is null or strpos(lower(concat_ws(' ', id, name, base_url)), lower(:q)) > 0)
                """;
        long total = filtered("select count(*) from agents " + where, filter)
                .query(Long.class)
                .single();
        List<Agent> items = filtered(
                        "select * from agents " + where
                                + " order by created_at desc, id desc limit :limit offset :offset",
                        filter)
                .param("limit", request.pageSize())
                .param("offset", request.offset())
                .query(this::agent)
                .list();
        return new Page<>(items, Pagination.of(request, total));
    }

    private JdbcClient.StatementSpec filtered(String sql, AgentFilter filter) {
        return jdbc.sql(sql)
                .param("role", filter.role())
                .param("status", filter.status())
                .param("allowed", filter.allowed())
                .param("q", filter.q());
    }

    Agent get(String id) {
        return one("select * from agents where id = ? and hidden_at is null", id);
    }

    /** Nobody else changes it until the end of the transaction. */
    Agent lock(String id) {
        return one("select * from agents where id = ? and hidden_at is null for update", id);
    }

    /** It stays until the end of the transaction. */
    Agent hold(String id) {
        return one("select * from agents where id = ? and hidden_at is null for share", id);
    }

    private Agent one(String sql, String id) {
        return jdbc.sql(sql)
                .param(id)
                .query(this::agent)
                .optional()
                .orElseThrow(() -> ErrorCode.AGENT_NOT_FOUND.because("%s", id));
    }

    /** @return empty if the id is taken */
    Optional<Agent> insert(String id, AgentRequest wanted, Instant now) {
        return with("""
                insert into agents (id, name, role, base_url, allowed, config, created_at, updated_at)
                values (:id, :name, :role, :baseUrl, :allowed, :config::jsonb, :now, :now)
                on conflict (id) do nothing returning *
                """, id, wanted, now);
    }

    /** @return empty if it has another revision by now, or is gone */
    Optional<Agent> update(String id, AgentRequest wanted, Instant now) {
        return with("""
                update agents
                set name = :name, role = :role, base_url = :baseUrl, allowed = :allowed, config = :config::jsonb,
                    revision = revision + 1, updated_at = :now
                where id = :id and hidden_at is null and (:revision::int is null or revision = :revision)
                returning *
                """, id, wanted, now);
    }

    private Optional<Agent> with(String sql, String id, AgentRequest wanted, Instant now) {
        return jdbc.sql(sql)
                .param("id", id)
                .param("name", wanted.name())
                .param("role", wanted.role())
                .param("baseUrl", wanted.baseUrl())
                .param("allowed", wanted.allowed())
                .param("config", wanted.configText())
                .param("revision", wanted.revision())
                .param("now", Timestamp.from(now))
                .query(this::agent)
                .optional();
    }

    void hide(String id) {
        jdbc.sql("update agents set hidden_at = now(), updated_at = now(), status = 'offline' where id = ?")
                .param(id)
                .update();
    }

    /** @param metrics as JSON; versions that are not said stay as they are */
    Agent seen(String id, String metrics, @Nullable String agentVersion, @Nullable String comfyuiVersion) {
        return jdbc.sql("""
                        update agents
                        set last_seen_at = now(), status = 'online', metrics = :metrics::jsonb,
                            agent_version = coalesce(:agentVersion, agent_version),
                            comfyui_version = coalesce(:comfyuiVersion, comfyui_version)
                        where id = :id returning *
                        """)
                .param("id", id)
                .param("metrics", metrics)
                .param("agentVersion", agentVersion)
                .param("comfyuiVersion", comfyuiVersion)
                .query(this::agent)
                .single();
    }

    /**
     * All replicas watch together.
     *
     * @param pause since the last look, after which heartbeats may have been lost
     * @return for how long nobody's heartbeats were lost
     */
    Duration watch(Duration pause) {
        double seconds = jdbc.sql("""
                        insert into agent_watch as watch (last_look_at, since) values (now(), now())
                        on conflict (one) do update
                        set last_look_at = now(),
                            since = case when watch.last_look_at < now() - make_interval(secs => ?)
                                         then now() else watch.since end
                        returning extract(epoch from now() - since)::double precision
                        """).param(seconds(pause)).query(Double.class).single();
        return Duration.ofMillis((long) (seconds * 1000));
    }

    /** Those that have just been silent for too long; each is told of once, whoever asks. */
    List<Agent> takeSilent(Duration silence) {
        return jdbc.sql("""
                        update agents set status = 'offline'
                        where id in (select id from agents
                                     where status = 'online' and last_seen_at < now() - make_interval(secs => ?)
                                     for update skip locked)
                        returning *
                        """).param(seconds(silence)).query(this::agent).list();
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    private Agent agent(ResultSet row, int number) throws SQLException {
        Timestamp seen = row.getTimestamp("last_seen_at");
        String metrics = row.getString("metrics");
        return new Agent(
                row.getString("id"),
                row.getString("name"),
                row.getString("role"),
                row.getString("base_url"),
                row.getBoolean("allowed"),
                json.readTree(row.getString("config")),
                row.getString("status"),
                seen == null ? null : seen.toInstant(),
                metrics == null ? null : json.readTree(metrics),
                row.getString("comfyui_version"),
                row.getString("agent_version"),
                row.getInt("revision"),
                row.getTimestamp("created_at").toInstant(),
                row.getTimestamp("updated_at").toInstant());
    }
}
