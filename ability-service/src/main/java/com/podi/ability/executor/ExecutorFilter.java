package com.podi.ability.executor;

import jakarta.validation.constraints.Size;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which executors are wanted; what is absent does not matter.
 *
 * @param q stands somewhere in the name or the id
 */
record ExecutorFilter(
        @Nullable @Size(max = 64) String type,
        @Nullable @Size(max = 64) String status,
        @Nullable @Size(max = 64) String tag,
        @Nullable @Size(max = 100) String q) {

    boolean wants(Executor executor) {
        return (type == null || type.equals(executor.type()))
                && (status == null || status.equals(executor.status()))
                && (tag == null || executor.tags().contains(tag))
                && (q == null
                        || (executor.id() + " " + executor.name())
                                .toLowerCase(Locale.ROOT)
                                .contains(q.toLowerCase(Locale.ROOT)));
    }
}
