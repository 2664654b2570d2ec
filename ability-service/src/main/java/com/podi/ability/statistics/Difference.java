package com.podi.ability.statistics;

import org.jspecify.annotations.Nullable;

/**
 * A figure that is kept otherwise than it adds up to.
 *
 * @param figure which one it is
 * @param expected what the log says; null where there should be none
 * @param actual what is kept; null where there is none
 */
record Difference(
        String rollUp,
        String figure,
        @Nullable String expected,
        @Nullable String actual) {}
