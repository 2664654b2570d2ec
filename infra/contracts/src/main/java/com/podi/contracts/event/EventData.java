package com.podi.contracts.event;

/** What an event says; every event record names its type, version, topic and aggregate. */
public interface EventData {

    /** The kind of event, such as {@code user.registered}; consumers choose by it. */
    String type();

    /** Raised when a consumer of the former shape could not read the new one. */
    default int version() {
        return 1;
    }

    String topic();

    String aggregateId();
}
