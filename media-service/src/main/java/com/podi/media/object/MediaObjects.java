package com.podi.media.object;

import com.podi.contracts.envelope.PageRequest;
import com.podi.contracts.envelope.Pagination;
import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.PodiException;
import com.podi.contracts.event.MediaObjectDeleted;
import com.podi.contracts.event.MediaObjectStored;
import com.podi.contracts.media.MediaObjectView;
import com.podi.media.grant.Grant;
import com.podi.media.grant.Grants;
import com.podi.media.quota.Quotas;
import com.podi.media.quota.Usage;
import com.podi.media.storage.ObjectStore;
import com.podi.media.thumbnail.Thumbnails;
import com.podi.starter.event.Events;
import java.net.URI;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/** The recorded pictures: what a row says was checked in the store. */
@Service
public class MediaObjects {

    private static final Logger log = LoggerFactory.getLogger(MediaObjects.class);

    private final MediaObjectRepository repository;
    private final Grants grants;
    private final Quotas quotas;
    private final Thumbnails thumbnails;
    private final ObjectStore store;
    private final Events events;
    private final Clock clock;

    MediaObjects(
            MediaObjectRepository repository,
            Grants grants,
            Quotas quotas,
            Thumbnails thumbnails,
            ObjectStore store,
            Events events,
            Clock clock) {
        this.repository = repository;
        this.grants = grants;
        this.quotas = quotas;
        this.thumbnails = thumbnails;
        this.store = store;
        this.events = events;
        this.clock = clock;
    }

    /** Records a checked object and tells the others; whoever comes second gets what the first one recorded. */
    public MediaObject record(Grant grant, MediaObject object) {
        MediaObject recorded = quotas.alone(object.view().userId(), usage -> insert(grant, object) ? object : null);
        return recorded != null
                ? recorded
                : find(object.view().objectKey())
                        .orElseThrow(() -> ErrorCode.MEDIA_NOT_FOUND.because(
                                "%s: the grant is used up", object.view().objectKey()));
    }

    private boolean insert(Grant grant, MediaObject object) {
        MediaObjectView view = object.view();
        if (!grants.redeem(grant) || !repository.insert(object)) {
            return false;
        }
        quotas.take(view.userId(), view.sizeBytes());
        if (view.width() > 0) {
            thumbnails.order(view.id(), object.location());
        }
        events.publish(new MediaObjectStored(
                view.id(),
                view.objectKey(),
                view.userId(),
                view.taskId(),
                view.contentType(),
                view.sizeBytes(),
                view.createdAt()));
        return true;
    }

    public Optional<MediaObject> find(String objectKey) {
        return findAll(List.of(objectKey)).stream().findFirst();
    }

    /** Also by the key of its bytes, which is what links to it show. */
    public Optional<MediaObject> findAt(String key) {
        return repository.at(key);
    }

    public List<MediaObject> findAll(Collection<String> objectKeys) {
        return repository.byKeys(objectKeys);
    }

    /** Which of these keys of the store hold the bytes of a record. */
    public Set<String> holding(Collection<String> locations) {
        return repository.holding(locations);
    }

    MediaObjectPage ofUser(String userId, PageRequest page) {
        List<MediaObjectView> items = repository.ofUser(userId, page);
        Map<String, URI> links =
                thumbnails.links(items.stream().map(MediaObjectView::id).collect(Collectors.toSet()));
        Usage usage = quotas.of(userId);
        return new MediaObjectPage(
                items.stream()
                        .map(item -> new ListedObject(item, links.get(item.id())))
                        .toList(),
                Pagination.of(page, repository.countOf(userId)),
                usage.usedBytes(),
                usage.allowedBytes());
    }

    /**
     * The bytes go first: if the row outlives them, a repeat finishes the work. The thumbnail goes twice: until the row is
     * gone, somebody may just be making it.
     */
    void delete(String userId, String id) {
        MediaObject object = repository
                .byId(id)
                .filter(found -> found.view().userId().equals(userId))
                .orElseThrow(() -> ErrorCode.MEDIA_NOT_FOUND.because("%s of %s", id, userId));
        store.delete(object.location());
        thumbnails.delete(id);
        quotas.alone(userId, usage -> forget(object.view()));
        discardThumbnail(id);
    }

    /** What cannot be deleted now is swept later. */
    private void discardThumbnail(String id) {
        try {
            thumbnails.delete(id);
        } catch (PodiException away) {
            log.warn("perhaps left behind: thumbnail={} because={}", id, away.getMessage());
        }
    }

    private MediaObjectView forget(MediaObjectView object) {
        if (repository.delete(object.id())) {
            grants.delete(object.objectKey());
            quotas.giveBack(object.userId(), object.sizeBytes());
            events.publish(new MediaObjectDeleted(
                    object.id(), object.objectKey(), object.userId(), object.taskId(), clock.instant()));
        }
        return object;
    }
}
