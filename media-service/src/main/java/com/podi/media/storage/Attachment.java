package com.podi.media.storage;

/** How a downloaded object presents itself, whatever its uploader declared. */
public record Attachment(String fileName, String contentType) {}
