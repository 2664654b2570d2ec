package com.podi.gateway.limits;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainRequestsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/api/auth/me",
                "/api/auth/%6Cogin",
                "/api/abilities/a.b..c",
                "/api/abilities/%E4%BD%A0%20b",
                "/api/docs/",
                "/x/~:@!$&'()*+,="
            })
    void aPathThatReadsOneWay(String path) {
        assertThat(PlainRequests.isPlain(path)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//",
                "/api//auth",
                "/api/./auth",
                "/api/../internal",
                "/api/..",
                "/api/.",
                "/api/auth;a=b",
                "/api/a\\b",
                "/api/%2e%2e/internal",
                "/api/%2Fx",
                "/api/%5cx",
                "/api/%3Bx",
                "/api/%252f",
                "/api/%00",
                "/api/%0a",
                "/api/%7F",
                "/api/%",
                "/api/%4",
                "/api/%zz",
                "/api/ x",
                "/api/\u00e4"
            })
    void aPathThatTwoReadersCouldTakeForTwo(String path) {
        assertThat(PlainRequests.isPlain(path)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/api/x", "q=a+b&c=%E4%BD%A0", "%F0%9F%96%A8"})
    void whatIsEncodedAsUtf8(String encoded) {
        assertThat(PlainRequests.isText(encoded)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"%ff", "/api/%c3%28", "%ED%A0%80", "%E4%BD", "%C0%80"})
    void whatIsNot(String encoded) {
        assertThat(PlainRequests.isText(encoded)).isFalse();
    }
}
