package com.podi.comfyui.protocol;

import com.podi.contracts.error.Text;
import io.swagger.v3.oas.annotations.Operation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class ProtocolController {

    private final Text document = new Text(read("agent-protocol.zh.md"), read("agent-protocol.en.md"));

    @Operation(summary = "The protocol of the agents, to write one by")
    @GetMapping(path = "/api/agent/docs/agent-protocol", produces = "text/markdown;charset=UTF-8")
    ResponseEntity<String> document(Locale locale) {
        return ResponseEntity.ok().cacheControl(CacheControl.noCache()).body(document.in(locale));
    }

    private static String read(String name) {
        try (InputStream in = new ClassPathResource("protocol/" + name).getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException missing) {
            throw new IllegalStateException("no document " + name, missing);
        }
    }
}
