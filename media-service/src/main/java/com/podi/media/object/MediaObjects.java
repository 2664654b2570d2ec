package com.podi.media.object;

import com.podi.contracts.envelope.PageRequest;
import com.podi.contracts.envelope.Pagination;
import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.event.MediaObjectStored;
import com.podi.contracts.media.MediaObjectView;
import com.podi.media.storage.ObjectStore;
import com.podi.starter.event.Events;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The recorded pictures: what a row says was checked in the store. */
@Service
public class MediaObjects {

    private final MediaObjectRepository repository;
    private final ObjectStore store;
    private final Events events;

    MediaObjects(MediaObjectRepository repository, ObjectStore store, Events events) {
        this.repository = repository;
        this.store = store;
        this.events = events;
    }

    /** Records a checked object and tells the others; whoever comes second gets what the first one recorded. */
    @Transactional
    public MediaObjectView record(MediaObjectView object) {
        if (!repository.insert(object)) {
            return find(object.objectKey())
                    .orElseThrow(() -> ErrorCode.MEDIA_NOT_FOUND.because("%s was deleted", object.objectKey()));
        }
        events.publish(new MediaObjectStored(
                object.id(),
                object.objectKey(),
                object.userId(),
                object.taskId(),
                object.contentType(),
                object.sizeBytes(),
                object.createdAt()));
        return object;
    }

    public Optional<MediaObjectView> find(String objectKey) {
        return findAll(List.of(objectKey)).stream().findFirst();
    }

    public List<MediaObjectView> findAll(Collection<String> objectKeys) {
        return repository.byKeys(objectKeys);
    }

    MediaObjectPage ofUser(String userId, PageRequest page) {
        MediaObjectRepository.Usage usage = repository.usageOf(userId);
        return new MediaObjectPage(
                repository.ofUser(userId, page), Pagination.of(page, usage.objects()), usage.bytes());
    }

    /** The bytes go first: if the row outlives them, a repeat finishes the work. */
    void delete(String userId, String id) {
        MediaObjectView object = repository
                .byId(id)
                .filter(found -> found.userId().equals(userId))
                .orElseThrow(() -> ErrorCode.MEDIA_NOT_FOUND.because("%s of %s", id, userId));
        store.delete(object.objectKey());
        repository.delete(id);
    }
}
