package com.podi.contracts.event;

/** What becomes of a picture, in the order in which it does. */
interface MediaObjectEvent extends EventData {

    String objectId();

    @Override
    default String topic() {
        return Topics.MEDIA_OBJECT;
    }

    @Override
    default String aggregateId() {
        return objectId();
    }
}
