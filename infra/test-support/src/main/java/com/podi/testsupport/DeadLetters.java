package com.podi.testsupport;

import java.util.List;

/** Records that a service could not read and has laid aside. */
public final class DeadLetters {

    private DeadLetters() {}

    /** Those of a topic under this key, as they came. */
    public static List<String> of(String service, String topic, String key) {
        return Records.under(key, topic + "." + service + ".dlt", RealParts.kafka());
    }
}
