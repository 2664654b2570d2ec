package com.podi.taskworker.journal;

import com.podi.contracts.error.Text;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line of a task's journal; its id is higher than those of the lines before.
 *
 * @param said by an executor; null for what the message says itself
 */
public record JournalEntry(
        long id,
        String taskId,
        JournalMessage message,
        @Nullable Said said,
        Instant at) {

    /** A line in the words of an executor. */
    public record Said(String level, Text line) {}

    public String level() {
        return said == null ? message.level() : said.level();
    }

    public Text text() {
        return said == null ? message.text() : said.line();
    }
}
