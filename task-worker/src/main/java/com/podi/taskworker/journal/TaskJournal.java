package com.podi.taskworker.journal;

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

    public List<JournalEntry> of(String taskId) {
        return jdbc.sql("select message, created_at from task_journal where task_id = ? order by entry_id")
                .param(taskId)
                .query((row, number) -> new JournalEntry(
                        JournalMessage.valueOf(row.getString("message")),
                        row.getTimestamp("created_at").toInstant()))
                .list();
    }
}
