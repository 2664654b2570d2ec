package com.podi.taskworker.journal;

import java.time.Instant;

/** One line of a task's journal. */
public record JournalEntry(JournalMessage message, Instant at) {}
