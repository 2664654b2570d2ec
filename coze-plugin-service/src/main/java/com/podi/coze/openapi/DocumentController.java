package com.podi.coze.openapi;

import java.util.List;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.DigestUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

@RestController
class DocumentController {

    private final byte[] document;
    private final String version;

    /** @param operations of all tools that can be called */
    DocumentController(DocumentProperties properties, List<Operation> operations, JsonMapper json) {
        this.document = json.writeValueAsBytes(PluginDocument.of(properties.server(), operations));
        this.version = DigestUtils.md5DigestAsHex(document);
    }

    /** Coze's editor reads it from the browser, so that every origin is welcome. */
    @io.swagger.v3.oas.annotations.Operation(summary = "The document of the plug-in, for Coze's importer")
    @GetMapping("/api/coze/podi/openapi.json")
    ResponseEntity<byte[]> document() {
        return ResponseEntity.ok()
                .header(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*")
                .cacheControl(CacheControl.noCache())
                .eTag(version)
                .contentType(MediaType.APPLICATION_JSON)
                .body(document);
    }
}
