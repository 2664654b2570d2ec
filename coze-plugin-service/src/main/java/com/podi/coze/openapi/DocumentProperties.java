package com.podi.coze.openapi;

import java.net.URI;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** @param publicUrl where Coze reaches the gateway */
@ConfigurationProperties("podi.coze")
record DocumentProperties(URI publicUrl) {

    DocumentProperties {
        if (publicUrl.getHost() == null) {
            throw new IllegalArgumentException("not an address that Coze could call: " + publicUrl);
        }
    }

    /** Coze appends the paths to it as it stands. */
    String server() {
        return publicUrl.toString().replaceAll("/+$", "");
    }
}
