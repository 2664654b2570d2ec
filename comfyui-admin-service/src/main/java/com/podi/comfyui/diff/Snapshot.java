package com.podi.comfyui.diff;

import com.podi.comfyui.catalog.Rules;
import com.podi.comfyui.node.NodeModels;
import com.podi.contracts.ability.ExecutorRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What several nodes had at one moment.
 *
 * @param differences by kind: what not all of those that answered have
 */
record Snapshot(Instant takenAt, List<Server> servers, Map<String, List<Difference>> differences) {

    static final String MODELS = "models";
    static final String LORAS = "loras";
    static final String NODES = "nodes";

    /** One that somebody brought may hold nothing where something is expected. */
    Snapshot {
        servers = List.copyOf(servers);
    }

    /**
     * @param online whether it answered; of those that did not nothing is known
     * @param models by their type, as the node spells them
     */
    record Server(
            String executorId,
            String name,
            boolean online,
            Map<String, List<String>> models,
            List<String> loras,
            List<String> nodes) {

        static Server of(ExecutorRef executor, NodeModels node) {
            Map<String, List<String>> models = new LinkedHashMap<>(node.byType());
            models.remove("lora");
            return new Server(executor.id(), executor.name(), true, models, node.lora(), node.nodes());
        }

        static Server offline(ExecutorRef executor) {
            return new Server(executor.id(), executor.name(), false, Map.of(), List.of(), List.of());
        }

        /** A snapshot that somebody brought may leave lists out. */
        Server {
            Objects.requireNonNull(executorId);
            Map<String, List<String>> types = new LinkedHashMap<>();
            if (models != null) {
                models.forEach((type, files) -> types.put(type, List.copyOf(files)));
            }
            models = Collections.unmodifiableMap(types);
            loras = loras == null ? List.of() : List.copyOf(loras);
            nodes = nodes == null ? List.of() : List.copyOf(nodes);
        }

        Map<String, List<String>> names() {
            Map<String, List<String>> names = new LinkedHashMap<>();
            List<String> files = new ArrayList<>();
            models.forEach((type, ofType) -> ofType.forEach(file -> files.add(type + "/" + Rules.sameFile(file))));
            names.put(MODELS, files);
            names.put(LORAS, loras.stream().map(Rules::sameFile).toList());
            names.put(NODES, nodes);
            return names;
        }
    }

    /**
     * @param name models with their type before them
     * @param presentOn ids of the executors that have it
     * @param missingOn and of those that do not
     */
    record Difference(String name, List<String> presentOn, List<String> missingOn) {}

    static Snapshot of(Instant takenAt, List<Server> servers) {
        List<Server> online = servers.stream().filter(Server::online).toList();
        List<String> ids = online.stream().map(Server::executorId).toList();
        Map<String, List<Difference>> differences = new LinkedHashMap<>();
        for (String kind : List.of(MODELS, LORAS, NODES)) {
            Map<String, TreeSet<String>> owners = new TreeMap<>();
            online.forEach(server -> server.names().get(kind).forEach(name -> owners.computeIfAbsent(
                            name, first -> new TreeSet<>())
                    .add(server.executorId())));
            differences.put(
                    kind,
                    owners.entrySet().stream()
                            .filter(owner -> owner.getValue().size() < ids.size())
                            .map(owner -> difference(owner.getKey(), owner.getValue(), ids))
                            .toList());
        }
        return new Snapshot(takenAt, servers, differences);
    }

    private static Difference difference(String name, TreeSet<String> owners, List<String> ids) {
        return new Difference(
                name,
                ids.stream().filter(owners::contains).toList(),
                ids.stream().filter(id -> !owners.contains(id)).toList());
    }
}
