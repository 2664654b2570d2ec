package com.podi.coze.access;

/** Callers for tests of those who are called. */
public final class TestCallers {

    public static final CozeCaller COZE = caller("token-1", "203.0.113.9");

    private TestCallers() {}

    static CozeCaller caller(String key, String address) {
        return new CozeCaller(key, address, "user-1", null, null, null);
    }
}
