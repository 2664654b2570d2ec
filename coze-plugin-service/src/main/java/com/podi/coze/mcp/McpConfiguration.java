package com.podi.coze.mcp;

import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.json.McpJsonMapper;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration
class McpConfiguration {

    /** The protocol's own: ours would write what there is not as null. */
    @Bean
    McpJsonMapper mcpJson() {
        return McpJsonDefaults.getMapper();
    }
}
