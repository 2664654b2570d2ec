package com.podi.contracts.error;

import java.util.Locale;

/** A sentence for people, in the two languages the API speaks; Chinese unless English is asked for. */
public record Text(String zh, String en) {

    public String in(Locale locale) {
        return Locale.ENGLISH.getLanguage().equals(locale.getLanguage()) ? en : zh;
    }

    /** Fills both sentences with the same arguments, as {@link String#format} does. */
    public Text with(Object... arguments) {
        return new Text(zh.formatted(arguments), en.formatted(arguments));
    }
}
