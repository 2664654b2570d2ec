package com.podi.agent;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** The platform takes so many words at most, as its protocol says; of more, the first are said. */
final class Words {

    /** Of a failed item; the platform asks for no limit, but many items shall have room. */
    static final int LONGEST_REASON = 500;

    static final int LONGEST_MESSAGE = 1_000;
    static final int LARGEST_RESULT = 262_144;
    static final int LARGEST_ALERT = 65_536;

    private static final JsonMapper JSON = new JsonMapper();

    private Words() {}

    static String cut(String text, int longest) {
        return text.length() > longest ? text.substring(0, longest - 1) + "…" : text;
    }

    /** As many of the first as have room together. */
    static <T> Map<String, T> first(Map<String, T> items, int room) {
        Map<String, T> first = new LinkedHashMap<>();
        int left = room - 2;
        for (Map.Entry<String, T> item : items.entrySet()) {
            left -= length(item.getKey()) + length(item.getValue()) + 2;
            if (left < 0) {
                break;
            }
            first.put(item.getKey(), item.getValue());
        }
        return first;
    }

    static <T> List<T> first(Collection<T> items, int room) {
        List<T> first = new ArrayList<>();
        int left = room - 2;
        for (T item : items) {
            left -= length(item) + 1;
            if (left < 0) {
                break;
            }
            first.add(item);
        }
        return first;
    }

    private static int length(Object value) {
        return JSON.writeValueAsString(value).length();
    }
}
