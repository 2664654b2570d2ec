package com.podi.taskworker.queue;

/** A task and the right to work on it. */
public record ClaimedTask(AbilityTask task, Lease lease) {}
