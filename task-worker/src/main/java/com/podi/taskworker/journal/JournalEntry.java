package com.podi.taskworker.journal;

import java.time.Instant;

/** One line of a task's journal; its id is higher than those of the lines before. */
public record JournalEntry(long id, String taskId, JournalMessage message, Instant at) {}
