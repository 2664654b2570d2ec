package com.podi.ability.statistics;

import com.podi.contracts.event.EventEnvelope;
import com.podi.contracts.event.MediaObjectDeleted;
import com.podi.contracts.event.MediaObjectStored;
import com.podi.contracts.event.Topics;
import com.podi.starter.event.Inbox;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

@Component
class MediaObjectListener {

    private final Inbox inbox;
    private final StoredObjects objects;

    MediaObjectListener(Inbox inbox, StoredObjects objects) {
        this.inbox = inbox;
        this.objects = objects;
    }

    @KafkaListener(topics = Topics.MEDIA_OBJECT)
    void on(EventEnvelope event) {
        switch (event.type()) {
            case MediaObjectStored.TYPE -> inbox.once(event, MediaObjectStored.class, objects::stored);
            case MediaObjectDeleted.TYPE -> inbox.once(event, MediaObjectDeleted.class, objects::deleted);
            default -> {}
        }
    }
}
