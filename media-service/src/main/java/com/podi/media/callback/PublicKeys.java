package com.podi.media.callback;

import com.podi.starter.http.GuardedHttp;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * The keys of OSS, fetched when a callback names one. Anybody can name one, and as many as the host has addresses: so where
 * a key is known to lie is never asked in one queue with where nobody found any.
 */
@Component
class PublicKeys {

    private static final long MOST_BYTES = 8 * 1024;

    private final GuardedHttp http;
    private final CallbackProperties properties;
    private final KeyFetches trusted;
    private final KeyFetches strange;

    PublicKeys(GuardedHttp http, CallbackProperties properties) {
        this.http = http;
        this.properties = properties;
        this.trusted = new KeyFetches("oss-key", this::fetch, properties.keyPatience());
        this.strange = new KeyFetches("oss-key-elsewhere", this::fetch, properties.keyPatience());
        properties.keyAddresses().forEach(trusted::expect);
    }

    /** Empty if the address is not one of those of OSS, or no key is to be had there now. */
    Optional<PublicKey> at(String encodedAddress) {
        return KeyAddress.of(encodedAddress, properties.keyHosts())
                .flatMap(address -> trusted.expects(address) ? trusted.at(address) : fromElsewhere(address));
    }

    private Optional<PublicKey> fromElsewhere(URI address) {
        Optional<PublicKey> key = strange.at(address);
        if (key.isPresent()) {
            trusted.expect(address);
        }
        return key;
    }

    private PublicKey fetch(URI address) throws IOException, GeneralSecurityException {
        Path file = Files.createTempFile("oss-key", ".pem");
        try {
            http.downloadDirectly(address.toString(), file, MOST_BYTES, properties.keyPatience());
            return parse(Files.readString(file, StandardCharsets.US_ASCII));
        } finally {
            Files.deleteIfExists(file);
        }
    }

    static PublicKey parse(String pem) throws GeneralSecurityException {
        String base64 = pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
        return KeyFactory.getInstance("RSA")
                .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(base64)));
    }
}
