package com.podi.coze.openapi;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The plug-in in OpenAPI 3.0.1, by hand: what a generator adds (references, number formats, additional properties, further
 * answers) passes Coze's import and breaks its list of tools afterwards.
 */
final class PluginDocument {

    private static final String DESCRIPTION =
            "AI image work for print-on-demand shops. What takes longer returns a taskId, to be read with podi_task_get.";

    private PluginDocument() {}

    static Map<String, Object> of(String server, List<Operation> operations) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("openapi", "3.0.1");
        document.put("info", info());
        document.put("servers", List.of(Map.of("url", server)));
        document.put("paths", paths(operations));
        return document;
    }

    private static Map<String, Object> info() {
        Map<String, Object> info = new LinkedHashMap<>();
        info.put("title", "PODI AI Studio");
        info.put("description", DESCRIPTION);
        info.put("version", "v1");
        return info;
    }

    private static Map<String, Object> paths(List<Operation> operations) {
        Map<String, Object> paths = new LinkedHashMap<>();
        Set<String> ids = new HashSet<>();
        for (Operation operation : operations) {
            if (paths.put(operation.path(), operation.description()) != null || !ids.add(operation.id())) {
                throw new IllegalStateException("two tools are called " + operation.id() + " " + operation.path());
            }
        }
        return paths;
    }
}
