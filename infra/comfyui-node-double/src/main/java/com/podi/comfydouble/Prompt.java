package com.podi.comfydouble;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A prompt that waits or runs.
 *
 * @param number smaller ones come first
 * @param arrival decides between equal numbers
 * @param outputs the output nodes that passed the check
 */
record Prompt(double number, long arrival, String id, ObjectNode graph, ObjectNode extraData, List<String> outputs)
        implements Comparable<Prompt> {

    @Override
    public int compareTo(Prompt other) {
        int byNumber = Double.compare(number, other.number);
        int byId = byNumber != 0 ? byNumber : id.compareTo(other.id);
        return byId != 0 ? byId : Long.compare(arrival, other.arrival);
    }

    @Nullable
    String clientId() {
        return extraData.path("client_id").asString(null);
    }

    ArrayNode item(boolean extraElement) {
        ArrayNode item = Json.array();
        if (!extraElement && number == Math.rint(number)) {
            item.add((long) number);
        } else {
            item.add(number);
        }
        item.add(id);
        item.add(graph);
        item.add(extraData);
        item.add(Json.strings(outputs));
        if (extraElement) {
            item.add(Json.object());
        }
        return item;
    }
}
