package com.podi.comfyui.node;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import com.podi.contracts.ability.AbilityClient;
import com.podi.contracts.ability.ExecutorRef;
import com.podi.contracts.error.ErrorCode;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Where the nodes are: another service keeps them, and is not asked again for every question. */
@Component
class NodeDirectory {

    private static final String ALL = "all";

    private final LoadingCache<String, List<ExecutorRef>> known;

    NodeDirectory(AbilityClient abilities, NodeProperties properties) {
        this.known = Caffeine.newBuilder()
                .expireAfterWrite(properties.directoryFresh())
                .build(all -> List.copyOf(abilities.executors().data()));
    }

    ExecutorRef comfyui(String id) {
        ExecutorRef executor = known.get(ALL).stream()
                .filter(candidate -> candidate.id().equals(id))
                .findFirst()
                .orElseThrow(() -> ErrorCode.EXECUTOR_NOT_FOUND.because("%s", id));
        if (!executor.isComfyui()) {
            throw ErrorCode.EXECUTOR_TYPE_NOT_COMFYUI.because("%s is %s", id, executor.type());
        }
        return executor;
    }

    /** @param ids separated by commas; all active nodes if there are none */
    List<ExecutorRef> comfyuis(@Nullable String ids) {
        if (ids == null || ids.isBlank()) {
            return known.get(ALL).stream()
                    .filter(executor -> executor.isComfyui() && executor.active())
                    .toList();
        }
        return Arrays.stream(ids.split(","))
                .map(String::strip)
                .filter(id -> !id.isEmpty())
                .distinct()
                .map(this::comfyui)
                .toList();
    }
}
