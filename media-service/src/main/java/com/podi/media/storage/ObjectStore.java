package com.podi.media.storage;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Where the bytes lie. A store that cannot be reached is refused as {@code SERVICE_UNAVAILABLE}. */
public interface ObjectStore {

    Optional<StoredObject> find(String key);

    /** @return at most {@code length} bytes of exactly the object that was found */
    byte[] read(StoredObject object, long offset, int length);

    /** Copies inside the store. Empty if there is nothing to copy, or it changes at this moment. */
    Optional<StoredObject> copy(String from, String to, String contentType);

    void fetch(String key, Path file);

    void put(String key, byte[] bytes, String contentType);

    /** Nothing happens if there is no such object. */
    void delete(String key);

    /** In the order of their keys, from the one behind {@code after} on. */
    List<Found> list(String after, int limit);

    UploadForm uploadForm(UploadOffer offer);

    /** Leave to put one object of this key and type, and of exactly so many bytes. */
    URI uploadLink(Side side, UploadOffer offer);

    URI downloadLink(Side side, String key, Attachment attachment, Duration ttl);

    /** The key that this address means, if it is one of the store. */
    Optional<String> keyOf(URI address);

    /** The name of the only bucket that is ours. */
    String bucket();
}
