package com.podi.coze.tool;

import java.util.List;

/** There are other tools than before. */
public record ToolsChanged(List<Tool> tools) {

    public ToolsChanged {
        tools = List.copyOf(tools);
    }
}
