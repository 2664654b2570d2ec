package com.podi.media.download;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.PodiException;
import com.podi.contracts.media.ReadableObject;
import com.podi.media.object.MediaObject;
import com.podi.media.object.MediaObjects;
import com.podi.media.storage.Attachment;
import com.podi.media.storage.ObjectStore;
import com.podi.media.storage.Side;
import com.podi.starter.security.Caller;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Service;

/** Links to recorded pictures: who may have one is decided by the record, never by the key. */
@Service
class Downloads {

    /** A worker reads its inputs when it starts; a link outlives a queue of downloads, not a day. */
    private static final Duration PLATFORM_TTL = Duration.ofMinutes(10);

    private final MediaObjects objects;
    private final ObjectStore store;

    Downloads(MediaObjects objects, ObjectStore store) {
        this.objects = objects;
        this.store = store;
    }

    DownloadLink link(String objectKey, Duration ttl, Caller caller) {
        MediaObject object = objects.find(objectKey).orElseThrow(() -> notFound(objectKey));
        if (!object.view().userId().equals(caller.userId()) && !caller.isAdmin()) {
            throw ErrorCode.MEDIA_DOWNLOAD_DENIED.because("%s is not %s's", objectKey, caller.userId());
        }
        return new DownloadLink(link(Side.CLIENTS, object, ttl), objectKey, ttl.toSeconds());
    }

    ReadableObject readable(String userId, String objectKey) {
        return objects.find(objectKey)
                .filter(object -> object.view().userId().equals(userId))
                .map(object -> new ReadableObject(
                        object.view(), link(Side.PLATFORM, object, PLATFORM_TTL).toString()))
                .orElseThrow(() -> notFound(objectKey));
    }

    /** What has been deleted has no link. */
    Map<String, String> links(List<String> objectKeys, Duration ttl) {
        return objects.findAll(Set.copyOf(objectKeys)).stream()
                .collect(Collectors.toMap(object -> object.view().objectKey(), object -> link(Side.CLIENTS, object, ttl)
                        .toString()));
    }

    private URI link(Side side, MediaObject object, Duration ttl) {
        return store.downloadLink(
                side,
                object.location(),
                new Attachment(object.view().fileName(), object.view().contentType()),
                ttl);
    }

    private static PodiException notFound(String what) {
        return ErrorCode.MEDIA_NOT_FOUND.because("not recorded: %s", what);
    }
}
