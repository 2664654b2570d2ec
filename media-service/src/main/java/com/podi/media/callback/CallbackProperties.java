package com.podi.media.callback;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param keyHosts where OSS publishes its key; with a port only where that is not the default one of the scheme
 * @param keyAddresses where it lies there as far as is known: it is fetched first, whatever else is asked for
 * @param keyPatience how long the key may take
 * @param patience how long the whole answer may take: OSS waits five seconds for it
 */
@ConfigurationProperties("podi.media.callback")
record CallbackProperties(
        @DefaultValue("gosspublic.alicdn.com") List<String> keyHosts,

        @DefaultValue({
            "https://gosspublic.alicdn.com/callback_pub_key_v1.pem",
            "http://gosspublic.alicdn.com/callback_pub_key_v1.pem"
        })
        List<URI> keyAddresses,

        @DefaultValue("PT2S") Duration keyPatience,
        @DefaultValue("PT4.5S") Duration patience) {

    CallbackProperties {
        keyHosts = List.copyOf(keyHosts);
        keyAddresses = List.copyOf(keyAddresses);
    }
}
