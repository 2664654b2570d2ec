package com.podi.media.thumbnail;

import com.podi.media.storage.Attachment;
import com.podi.media.storage.ObjectStore;
import com.podi.media.storage.Side;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The small pictures beside the recorded ones. */
@Service
public class Thumbnails {

    static final String CONTENT_TYPE = "image/jpeg";

    private static final Duration LINK_TTL = Duration.ofHours(1);

    private final ThumbnailRepository repository;
    private final ObjectStore store;

    Thumbnails(ThumbnailRepository repository, ObjectStore store) {
        this.repository = repository;
        this.store = store;
    }

    /** In the transaction that records the picture: whoever dies afterwards, it will be made. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void order(String objectId, String location) {
        repository.order(objectId, location);
    }

    /** By object id, for those that have been made. */
    public Map<String, URI> links(Set<String> objectIds) {
        return objectIds.isEmpty()
                ? Map.of()
                : repository.made(objectIds).stream().collect(Collectors.toMap(Function.identity(), this::link));
    }

    private URI link(String objectId) {
        return store.downloadLink(
                Side.CLIENTS, ThumbnailKeys.of(objectId), new Attachment(objectId + ".jpg", CONTENT_TYPE), LINK_TTL);
    }

    /** Its bytes; the order goes with the record. */
    public void delete(String objectId) {
        store.delete(ThumbnailKeys.of(objectId));
    }

    /** Which of these keys of the store are thumbnails of a recorded picture. */
    public Set<String> belonging(Collection<String> keys) {
        Map<String, String> byId = keys.stream()
                .filter(ThumbnailKeys::isOne)
                .collect(Collectors.toMap(ThumbnailKeys::objectId, key -> key));
        return byId.isEmpty()
                ? Set.of()
                : repository.known(byId.keySet()).stream().map(byId::get).collect(Collectors.toSet());
    }
}
