package com.podi.media.object;

import com.podi.contracts.media.MediaObjectView;

/**
 * A recorded picture.
 *
 * @param location the key of its bytes in the store; no link that left the platform can write there
 */
public record MediaObject(MediaObjectView view, String location) {}
