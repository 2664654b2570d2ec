package com.podi.media.storage;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Where the bytes lie. A store that cannot be reached is refused as {@code SERVICE_UNAVAILABLE}. */
public interface ObjectStore {

    Optional<StoredObject> find(String key);

    /** @return at most {@code length} bytes of exactly the object that was found */
    byte[] read(StoredObject object, long offset, int length);

    /** Nothing happens if there is no such object. */
    void delete(String key);

    /** Leave for clients to put one object of this key and type, of at most so many bytes. */
    UploadForm uploadForm(String key, String contentType, long maxSizeBytes, Duration ttl);

    /** Leave to put one object of this key; what is put has to be judged afterwards. */
    URI uploadLink(Side side, String key, Duration ttl);

    URI downloadLink(Side side, String key, Attachment attachment, Duration ttl);
}
