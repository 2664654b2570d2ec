package com.podi.coze.openapi;

import com.podi.contracts.error.ErrorCode;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.util.DigestUtils;
import tools.jackson.databind.json.JsonMapper;

/** The document as it is handed out: made when the tools change, and not when somebody asks. */
@Component
public class PublishedDocument {

    private static final Duration SOON = Duration.ofSeconds(2);

    private final DocumentProperties properties;
    private final JsonMapper json;

    private volatile @Nullable Edition edition;

    PublishedDocument(DocumentProperties properties, JsonMapper json) {
        this.properties = properties;
        this.json = json;
    }

    /** @param version changes with every byte */
    record Edition(byte[] bytes, String version) {}

    public void publish(List<Operation> operations) {
        byte[] bytes = json.writeValueAsBytes(PluginDocument.of(properties.server(), operations));
        edition = new Edition(bytes, DigestUtils.md5DigestAsHex(bytes));
    }

    /** Better none than one without its tools: Coze would switch off what it knows. */
    Edition edition() {
        Edition present = edition;
        if (present == null) {
            throw ErrorCode.SERVICE_UNAVAILABLE
                    .because("the catalogue has not been read yet")
                    .retryAfter(SOON);
        }
        return present;
    }
}
