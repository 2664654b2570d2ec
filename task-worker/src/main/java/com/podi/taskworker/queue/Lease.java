package com.podi.taskworker.queue;

/** The right to work on a task for a while; it is lost when it is not renewed, and the next one has a higher attempt. */
public record Lease(String taskId, int attempt, String worker) {}
