package com.podi.taskworker.executor.cloud;

import com.podi.taskworker.executor.Execution.Picture;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Stands for pictures while a body is put together as text. Their bytes take its place when the body is sent, so they are
 * never in memory whole; nobody who writes a prompt can guess the place.
 */
public final class Pictures {

    private final String secret = UUID.randomUUID().toString().replace("-", "");
    private final Map<String, Picture> places = new LinkedHashMap<>();

    /** Base64, alone. */
    public String base64(Picture picture) {
        String place = "%s%04d".formatted(secret, places.size());
        places.put(place, picture);
        return place;
    }

    public String dataUri(Picture picture) {
        return "data:" + picture.contentType() + ";base64," + base64(picture);
    }

    Map<String, Picture> places() {
        return places;
    }
}
