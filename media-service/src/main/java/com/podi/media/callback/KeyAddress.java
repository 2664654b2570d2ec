package com.podi.media.callback;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Where a callback says that the key lies: only a place that OSS itself publishes at is believed. */
final class KeyAddress {

    private static final int LONGEST = 500;

    private KeyAddress() {}

    /** @param encoded the header, base64 */
    static Optional<URI> of(String encoded, List<String> hosts) {
        if (encoded.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            return Optional.of(new URI(new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8)))
                    .filter(address -> isOneOf(hosts, address));
        } catch (IllegalArgumentException | URISyntaxException malformed) {
            return Optional.empty();
        }
    }

    private static boolean isOneOf(List<String> hosts, URI address) {
        String authority = String.valueOf(address.getRawAuthority()).toLowerCase(Locale.ROOT);
        return address.getHost() != null
                && defaultPort(address).stream()
                        .anyMatch(port -> hosts.contains(authority) || hosts.contains(without(authority, ":" + port)));
    }

    private static Optional<Integer> defaultPort(URI address) {
        return switch (String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT)) {
            case "http" -> Optional.of(80);
            case "https" -> Optional.of(443);
            default -> Optional.empty();
        };
    }

    private static String without(String text, String end) {
        return text.endsWith(end) ? text.substring(0, text.length() - end.length()) : text;
    }
}
