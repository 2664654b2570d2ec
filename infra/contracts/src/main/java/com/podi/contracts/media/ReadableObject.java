package com.podi.contracts.media;

/** @param url a presigned link for reading the object from inside the platform, good for some minutes */
public record ReadableObject(MediaObjectView object, String url) {}
