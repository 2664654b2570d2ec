package com.podi.taskworker.executor.podi;

/** The formats that pictures come in. */
enum SourceFormat {
    PNG,
    JPEG,
    WEBP,
    GIF,
    TIFF
}
