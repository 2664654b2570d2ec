package com.podi.comfyui.diff;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What has come and gone on the nodes between two snapshots.
 *
 * @param olderId of the snapshot that was there before
 * @param servers those that answered both times
 */
record Comparison(String olderId, List<Server> servers) {

    record Server(String executorId, Map<String, Change> changes) {}

    record Change(List<String> added, List<String> removed) {}

    static Comparison between(String olderId, Snapshot older, Snapshot newer) {
        Map<String, Snapshot.Server> before = new LinkedHashMap<>();
        older.servers().stream()
                .filter(Snapshot.Server::online)
                .forEach(server -> before.put(server.executorId(), server));
        return new Comparison(
                olderId,
                newer.servers().stream()
                        .filter(server -> server.online() && before.containsKey(server.executorId()))
                        .map(server -> new Server(
                                server.executorId(),
                                changes(before.get(server.executorId()).names(), server.names())))
                        .toList());
    }

    private static Map<String, Change> changes(Map<String, List<String>> before, Map<String, List<String>> after) {
        Map<String, Change> changes = new LinkedHashMap<>();
        after.forEach((kind, names) ->
                changes.put(kind, new Change(without(names, before.get(kind)), without(before.get(kind), names))));
        return changes;
    }

    private static List<String> without(List<String> names, List<String> others) {
        TreeSet<String> left = new TreeSet<>(names);
        others.forEach(left::remove);
        return List.copyOf(left);
    }
}
