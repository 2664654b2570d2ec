/**
 * Providers without an executor of their own: what is called, and where in the answer the result stands, is declared in the
 * {@code config} of the executor. It speaks no protocol that somebody else has documented; the README of the service shows a
 * declaration.
 */
@NullMarked
package com.podi.taskworker.executor.http;

import org.jspecify.annotations.NullMarked;
