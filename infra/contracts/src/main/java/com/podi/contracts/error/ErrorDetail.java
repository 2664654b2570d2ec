package com.podi.contracts.error;

/**
 * One field that was wrong.
 *
 * @param field its name as the client wrote it, such as {@code scale} or {@code images[0].url}
 */
public record ErrorDetail(String field, Text message) {}
