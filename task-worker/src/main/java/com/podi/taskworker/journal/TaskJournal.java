package com.podi.taskworker.journal;

import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Lines about a task, kept as what happened; the sentence is made when somebody reads it. */
@Repository
public class TaskJournal {

    private final JdbcClient jdbc;

    TaskJournal(JdbcClient jdbc) {
        this.jdbc = jdbc;
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

    public List<JournalEntry> of(String taskId) {
        return since(List.of(taskId), 0);
    }

    /** What was written after that entry, of any of these tasks. */
    public List<JournalEntry> since(Collection<String> taskIds, long entryId) {
        return jdbc.sql("""
                        select entry_id, task_id, message, created_at from task_journal
                        where task_id = any (:ids::text[]) and entry_id > :entryId order by entry_id
                        """)
                .param("ids", taskIds.toArray(String[]::new))
                .param("entryId", entryId)
                .query((row, number) -> new JournalEntry(
                        row.getLong("entry_id"),
                        row.getString("task_id"),
                        JournalMessage.valueOf(row.getString("message")),
                        row.getTimestamp("created_at").toInstant()))
                .list();
    }
}
