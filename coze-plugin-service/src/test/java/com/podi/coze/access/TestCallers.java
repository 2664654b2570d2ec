package com.podi.coze.access;

import java.net.URI;
import java.util.List;

/** Callers for tests of those who are called. */
public final class TestCallers {

    public static final CozeCaller COZE = caller("token-1", "203.0.113.9");

    private TestCallers() {}

    static AccessProperties access(List<String> trustedIps, List<String> serviceTokens, long callsPerMinute) {
        return new AccessProperties(URI.create("https://podi.example"), trustedIps, serviceTokens, callsPerMinute);
    }

    static CozeCaller caller(String key, String address) {
        return new CozeCaller(key, address, "user-1", null, null, null);
    }
}
