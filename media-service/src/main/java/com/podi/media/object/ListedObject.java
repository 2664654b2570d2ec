package com.podi.media.object;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.podi.contracts.media.MediaObjectView;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** @param thumbnailUrl a link for an hour; null until the thumbnail is made, and where none could be made */
record ListedObject(
        @JsonUnwrapped MediaObjectView object, @Nullable URI thumbnailUrl) {}
