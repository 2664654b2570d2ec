package com.podi.coze.tool;

import java.nio.charset.StandardCharsets;
import org.springframework.web.util.UriUtils;

/** Where tools are called; Coze knows them by it, so that none may ever move. */
public final class ToolPaths {

    public static final String TASK_GET = "/api/coze/podi/tasks/get";
    public static final String QUEUE_SUMMARY = "/api/coze/podi/comfyui/queue-summary";

    static final String TOOL = "/api/coze/podi/tools/{provider}/{capability_key}";

    private static final String TOOLS = "/api/coze/podi/tools/";

    private ToolPaths() {}

    /** Of an ability. */
    public static String of(String provider, String capabilityKey) {
        return TOOLS + encoded(provider) + "/" + encoded(capabilityKey);
    }

    private static String encoded(String part) {
        return UriUtils.encode(part, StandardCharsets.UTF_8);
    }
}
