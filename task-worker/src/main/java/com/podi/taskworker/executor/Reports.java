package com.podi.taskworker.executor;

import com.podi.contracts.error.Text;
import tools.jackson.databind.JsonNode;

/** What an executor tells while it works. */
public interface Reports {

    /** How serious a line is. */
    enum Level {
        INFO,
        WARN,
        ERROR
    }

    /** @param percent of the executor's own work; what is lower than before, or the same, costs nothing */
    void progress(int percent);

    /** Adds a line to the journal of the task, which its owner reads: no keys, no signed links, no addresses of ours. */
    void log(Level level, Text line);

    /**
     * Remembers how to find again what was begun elsewhere: whoever goes on with the task on the same candidate, on whichever
     * replica, is given it. When this returns it is on disk, so that it is best called before the work is handed over,
     * where the executor can choose the name of the work.
     *
     * @throws ExecutionFailedException if the task is somebody else's by now
     */
    void keep(String handle) throws ExecutionFailedException, InterruptedException;

    /**
     * Remembers what a provider answered last, for the log that administrators read.
     *
     * @param masked without keys, pictures and what signs links
     */
    default void answered(JsonNode masked) {}
}
