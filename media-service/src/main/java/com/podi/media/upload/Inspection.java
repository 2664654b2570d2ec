package com.podi.media.upload;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.PodiException;
import com.podi.contracts.media.Purpose;
import com.podi.media.object.MediaObject;
import com.podi.media.object.MediaObjects;
import com.podi.media.picture.Picture;
import com.podi.media.picture.PictureLimits;
import com.podi.media.picture.PictureReader;
import com.podi.media.storage.ObjectStore;
import com.podi.media.storage.StoredObject;
import com.podi.starter.id.Ids;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Looks at what was put, and records it. A link to put it may still be good afterwards: so the bytes are copied to where no
 * link leads, and it is the copy that is looked at. No transaction is open while the store is asked.
 */
@Component
class Inspection {

    private static final Logger log = LoggerFactory.getLogger(Inspection.class);

    private final ObjectStore store;
    private final MediaObjects objects;
    private final PictureReader pictures;
    private final PictureLimits limits;
    private final Clock clock;

    Inspection(ObjectStore store, MediaObjects objects, PictureReader pictures, PictureLimits limits, Clock clock) {
        this.store = store;
        this.objects = objects;
        this.pictures = pictures;
        this.limits = limits;
        this.clock = clock;
    }

    MediaObject record(Grant grant) {
        return store.find(grant.objectKey())
                .map(put -> record(grant, put))
                .or(() -> objects.find(grant.objectKey()))
                .orElseThrow(() -> notThere(grant));
    }

    private MediaObject record(Grant grant, StoredObject put) {
        if (put.sizeBytes() > grant.maxSizeBytes()) {
            discard(put.key());
            throw ErrorCode.IMAGE_TOO_LARGE.because("%s: %d bytes", put.key(), put.sizeBytes());
        }
        String objectId = Ids.next("obj");
        StoredObject kept = store.copy(
                        put.key(),
                        ObjectKeys.kept(put.key(), objectId),
                        grant.type().contentType())
                .orElseThrow(() -> notThere(grant));
        try {
            MediaObject recorded = objects.record(grant.redeemed(
                    objectId, kept, checked(grant, kept), clock.instant().truncatedTo(ChronoUnit.MILLIS)));
            if (!recorded.location().equals(kept.key())) {
                discard(kept.key());
            }
            discard(put.key());
            return recorded;
        } catch (PodiException refusal) {
            // Where it is not known how it ended, nothing is deleted: the record may be there and need the bytes.
            if (refusal.errorCode().status() < 500) {
                discard(kept.key());
                discard(put.key());
            }
            throw refusal;
        }
    }

    private Picture checked(Grant grant, StoredObject kept) {
        Picture picture = pictures.read(kept.sizeBytes(), (offset, length) -> store.read(kept, offset, length))
                .filter(found -> found.type() == grant.type())
                .orElseThrow(() -> ErrorCode.IMAGE_FORMAT.because("%s: not %s", grant.objectKey(), grant.type()));
        Purpose purpose = ObjectKeys.isResult(grant.objectKey()) ? Purpose.OUTPUT : Purpose.INPUT;
        boolean allowed = limits.allow(picture, purpose);
        if (!allowed || kept.sizeBytes() > grant.maxSizeBytes()) {
            throw ErrorCode.IMAGE_TOO_LARGE.because("%s: %s", grant.objectKey(), picture);
        }
        return picture;
    }

    /** What cannot be deleted now is swept later. */
    private void discard(String key) {
        try {
            store.delete(key);
        } catch (PodiException away) {
            log.warn("left behind: object={} because={}", key, away.getMessage());
        }
    }

    private static PodiException notThere(Grant grant) {
        return ErrorCode.MEDIA_NOT_FOUND.because("not in the store: %s", grant.objectKey());
    }
}
