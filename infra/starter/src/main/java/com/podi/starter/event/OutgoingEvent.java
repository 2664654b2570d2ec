package com.podi.starter.event;

import org.jspecify.annotations.Nullable;

/** A Kafka record that waits in the outbox. */
record OutgoingEvent(
        String topic, String key, String value, @Nullable String traceParent) {}
