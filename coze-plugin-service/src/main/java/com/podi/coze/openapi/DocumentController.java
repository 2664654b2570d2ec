package com.podi.coze.openapi;

import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class DocumentController {

    private final PublishedDocument published;

    DocumentController(PublishedDocument published) {
        this.published = published;
    }

    /** Coze's editor reads it from the browser, so that every origin is welcome. */
    @io.swagger.v3.oas.annotations.Operation(summary = "The document of the plug-in, for Coze's importer")
    @GetMapping("/api/coze/podi/openapi.json")
    ResponseEntity<byte[]> document() {
        PublishedDocument.Edition edition = published.edition();
        return ResponseEntity.ok()
                .header(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*")
                .cacheControl(CacheControl.noCache())
                .eTag(edition.version())
                .contentType(MediaType.APPLICATION_JSON)
                .body(edition.bytes());
    }
}
