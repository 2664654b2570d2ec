package com.podi.taskworker.journal;

import com.podi.contracts.error.Text;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** Lines about a task, kept as what happened; the sentence is made when somebody reads it. */
@Repository
public class TaskJournal {

    private static final int LONGEST_LINE = 500;
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}+");

    private final JdbcClient jdbc;
    private final JsonMapper json;

    TaskJournal(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    public void write(String taskId, JournalMessage message) {
        jdbc.sql("insert into task_journal (task_id, message) values (?, ?)")
                .params(taskId, message.name())
                .update();
    }

    /** The same of several tasks. */
    public void write(Collection<String> taskIds, JournalMessage message) {
        jdbc.sql(
                        "insert into task_journal (task_id, message) select task_id, :message from unnest(:ids::text[]) task_id")
                .param("ids", taskIds.toArray(String[]::new))
                .param("message", message.name())
                .update();
    }

    /** Writes down what an executor says, on one line. */
    public void say(String taskId, String level, Text line) {
        Text bounded = new Text(oneLine(line.zh()), oneLine(line.en()));
        jdbc.sql("insert into task_journal (task_id, message, level, line) values (?, ?, ?, ?::jsonb)")
                .params(taskId, JournalMessage.EXECUTOR_SAID.name(), level, json.writeValueAsString(bounded))
                .update();
    }

    private static String oneLine(String text) {
        String line = CONTROL.matcher(text).replaceAll(" ").strip();
        return line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE - 1) + "…" : line;
    }

    public List<JournalEntry> of(String taskId) {
        return since(Map.of(taskId, 0L));
    }

    /** @param told of each task the last entry that is known already */
    public List<JournalEntry> since(Map<String, Long> told) {
        return jdbc.sql("""
                        select entry_id, task_id, message, level, line, created_at
                        from unnest(:ids::text[], :told::bigint[]) as wanted (task_id, told)
                        join task_journal using (task_id)
                        where entry_id > told order by entry_id
                        """)
                .param("ids", told.keySet().toArray(String[]::new))
                .param("told", told.values().toArray(Long[]::new))
                .query((row, number) -> new JournalEntry(
                        row.getLong("entry_id"),
                        row.getString("task_id"),
                        JournalMessage.valueOf(row.getString("message")),
                        said(row.getString("level"), row.getString("line")),
                        row.getTimestamp("created_at").toInstant()))
                .list();
    }

    private JournalEntry.@Nullable Said said(@Nullable String level, @Nullable String line) {
        return level == null || line == null ? null : new JournalEntry.Said(level, json.readValue(line, Text.class));
    }
}
