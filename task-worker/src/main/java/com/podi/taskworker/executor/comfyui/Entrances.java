package com.podi.taskworker.executor.comfyui;

import com.podi.comfyclient.NodeAddress;
import com.podi.contracts.ability.AbilityClient;
import com.podi.contracts.ability.KeyRequest;
import com.podi.contracts.ability.Plan.Candidate;
import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.PodiException;
import com.podi.taskworker.executor.ExecutionFailedException;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * How nodes are reached. One that stands behind a proxy says in its {@code config} which {@code headers} that wants; a secret
 * one is a key of the executor, and {@code keyHeader} and {@code keyPrefix} say how it is shown.
 */
@Component
final class Entrances {

    private static final String USUAL_HEADER = "Authorization";
    private static final String USUAL_PREFIX = "Bearer ";

    private final AbilityClient abilities;
    private final Map<String, NodeAddress> last = new ConcurrentHashMap<>();

    Entrances(AbilityClient abilities) {
        this.abilities = abilities;
    }

    NodeAddress of(Candidate node) throws ExecutionFailedException {
        NodeAddress address = asked(node);
        if (!node.apiKeyIds().isEmpty()) {
            last.put(node.executorId(), address);
        }
        return address;
    }

    /** For a courtesy, which is not worth a use of a key: as it was reached last. */
    NodeAddress again(Candidate node) throws ExecutionFailedException {
        NodeAddress known = last.get(node.executorId());
        return known != null && known.isAt(node.baseUrl()) ? known : of(node);
    }

    private NodeAddress asked(Candidate node) throws ExecutionFailedException {
        Map<String, String> headers = new HashMap<>();
        for (Map.Entry<String, JsonNode> header : node.config().path("headers").properties()) {
            headers.put(header.getKey(), header.getValue().asString(""));
        }
        if (!node.apiKeyIds().isEmpty()) {
            headers.put(
                    node.config().path("keyHeader").asString(USUAL_HEADER),
                    node.config().path("keyPrefix").asString(USUAL_PREFIX) + key(node));
        }
        return new NodeAddress(URI.create(Objects.requireNonNull(node.baseUrl(), "a node has an address")), headers);
    }

    /** Always the first one that may be used: whoever shows the node another key each time is a stranger each time. */
    private String key(Candidate node) throws ExecutionFailedException {
        PodiException last = null;
        for (String keyId : node.apiKeyIds()) {
            try {
                return abilities
                        .useKey(new KeyRequest(ComfyExecutor.PROVIDER, List.of(keyId)))
                        .data()
                        .key();
            } catch (PodiException refused) {
                last = refused;
                if (refused.errorCode() != ErrorCode.API_KEY_UNAVAILABLE) {
                    break;
                }
            }
        }
        PodiException refused = Objects.requireNonNull(last, "a node with keys has one");
        throw ExecutionFailedException.ofOurs(refused.errorCode(), "no key for the node", refused);
    }
}
