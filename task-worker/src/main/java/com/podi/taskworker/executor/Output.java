package com.podi.taskworker.executor;

import java.nio.file.Path;

/** One thing that was produced. */
public record Output(Path file, String contentType) {}
