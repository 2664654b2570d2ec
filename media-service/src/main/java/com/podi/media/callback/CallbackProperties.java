package com.podi.media.callback;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param keyHosts where OSS publishes its key; with a port only where that is not the default one of the scheme
 * @param keyPatience how long the key may take: OSS waits five seconds for the whole answer
 */
@ConfigurationProperties("podi.media.callback")
record CallbackProperties(
        @DefaultValue("gosspublic.alicdn.com") List<String> keyHosts,
        @DefaultValue("PT2S") Duration keyPatience) {

    CallbackProperties {
        keyHosts = List.copyOf(keyHosts);
    }
}
