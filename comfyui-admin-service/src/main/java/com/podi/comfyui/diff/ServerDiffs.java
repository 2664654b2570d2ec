package com.podi.comfyui.diff;

import com.podi.comfyui.node.NodeModels;
import com.podi.comfyui.node.Nodes;
import com.podi.contracts.ability.ExecutorRef;
import com.podi.contracts.envelope.Page;
import com.podi.contracts.envelope.PageRequest;
import com.podi.contracts.envelope.Pagination;
import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.Text;
import com.podi.starter.id.Ids;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The table {@code server_diffs}: snapshots are added, never changed. */
@Service
class ServerDiffs {

    private static final int FEWEST = 2;
    private static final Text NOT_COMPARABLE = new Text("该快照不是平台格式，无法比较", "this snapshot cannot be compared");

    private final Nodes nodes;
    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final Clock clock;

    ServerDiffs(Nodes nodes, JdbcClient jdbc, JsonMapper json, Clock clock) {
        this.nodes = nodes;
        this.jdbc = jdbc;
        this.json = json;
        this.clock = clock;
    }

    ServerDiff create(DiffRequest wanted, String author) {
        wanted.check();
        if (wanted.isBrought()) {
            JsonNode brought = wanted.snapshot();
            if (brought.has("servers")) {
                read(brought, "snapshot");
            }
            return insert(wanted, List.of(), brought, author);
        }
        List<ExecutorRef> executors = nodes.named(wanted.executorIds());
        return insert(
                wanted, executors.stream().map(ExecutorRef::id).toList(), json.valueToTree(take(executors)), author);
    }

    /** The nodes are asked before anything is written; with fewer than two answers there is nothing to compare. */
    private Snapshot take(List<ExecutorRef> executors) {
        Map<String, NodeModels> answers = nodes.models(executors);
        if (answers.size() < FEWEST) {
            throw ErrorCode.COMFYUI_OBJECT_INFO_ERROR.because("only %s answered", answers.keySet());
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        return Snapshot.of(
                now,
                executors.stream()
                        .map(executor -> answers.containsKey(executor.id())
                                ? Snapshot.Server.of(executor, answers.get(executor.id()))
                                : Snapshot.Server.offline(executor))
                        .toList());
    }

    private ServerDiff insert(
            DiffRequest wanted, List<String> executorIds, @Nullable JsonNode snapshot, String author) {
        String id = wanted.id() == null ? Ids.next("diff") : wanted.id();
        try {
            return jdbc.sql("""
                            insert into server_diffs (id, name, executor_ids, snapshot, created_by, created_at)
                            values (:id, :name, :executors, :snapshot::jsonb, :author, :now) returning *
                            """)
                    .param("id", id)
                    .param("name", wanted.name())
                    .param("executors", executorIds.toArray(String[]::new))
                    .param("snapshot", String.valueOf(snapshot))
                    .param("author", author)
                    .param("now", Timestamp.from(clock.instant()))
                    .query(this::diff)
                    .single();
        } catch (DuplicateKeyException taken) {
            throw ErrorCode.ALREADY_EXISTS.because("snapshot %s", id).causedBy(taken);
        }
    }

    ServerDiff get(String id) {
        return jdbc.sql("select * from server_diffs where id = ?")
                .param(id)
                .query(this::diff)
                .optional()
                .orElseThrow(() -> ErrorCode.NOT_FOUND.because("snapshot %s", id));
    }

    /** @param olderId of the snapshot to compare it with */
    ServerDiff get(String id, @Nullable String olderId) {
        ServerDiff newer = get(id);
        if (olderId == null) {
            return newer;
        }
        ServerDiff older = get(olderId);
        return newer.comparedBy(
                Comparison.between(olderId, read(older.snapshot(), "compareTo"), read(newer.snapshot(), "id")));
    }

    private Snapshot read(JsonNode snapshot, String field) {
        try {
            return json.treeToValue(snapshot, Snapshot.class);
        } catch (JacksonException ofAnotherShape) {
            throw ErrorCode.BAD_PARAMETER.at(field, NOT_COMPARABLE).causedBy(ofAnotherShape);
        }
    }

    Page<ServerDiff> page(@Nullable String q, @Nullable String executorId, PageRequest request) {
        String where = """
                where (:q::text is null or strpos(lower(concat_ws(' ', id, name)), lower(:q)) > 0)
                  and (:executor::text is null or :executor = any (executor_ids))
                """;
        long total = jdbc.sql("select count(*) from server_diffs " + where)
                .param("q", q)
                .param("executor", executorId)
                .query(Long.class)
                .single();
        List<ServerDiff> items = jdbc.sql("select * from server_diffs " + where
                        + " order by created_at desc, id desc limit :limit offset :offset")
                .param("q", q)
                .param("executor", executorId)
                .param("limit", request.pageSize())
                .param("offset", request.offset())
                .query(this::diff)
                .list();
        return new Page<>(items, Pagination.of(request, total));
    }

    private ServerDiff diff(ResultSet row, int number) throws SQLException {
        return new ServerDiff(
                row.getString("id"),
                row.getString("name"),
                List.of((String[]) row.getArray("executor_ids").getArray()),
                json.readTree(row.getString("snapshot")),
                null,
                row.getString("created_by"),
                row.getTimestamp("created_at").toInstant());
    }
}
