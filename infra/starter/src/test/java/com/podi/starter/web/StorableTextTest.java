package com.podi.starter.web;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.podi.contracts.error.PodiException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StorableTextTest {

    @ParameterizedTest
    @ValueSource(strings = {"a\0b", "a\ud800", "\udc00a", "\ud83d"})
    void whatTheDatabaseWouldRefuseOrChangeIsRefused(String text) {
        assertThatThrownBy(() -> StorableText.require("name", text)).isInstanceOf(PodiException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "印花", "\ud83d\ude00"})
    void everyWholeTextIsTaken(String text) {
        assertThatCode(() -> StorableText.require("name", text)).doesNotThrowAnyException();
    }
}
