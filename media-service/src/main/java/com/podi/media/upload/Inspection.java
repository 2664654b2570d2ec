package com.podi.media.upload;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.PodiException;
import com.podi.contracts.media.MediaObjectView;
import com.podi.contracts.media.Purpose;
import com.podi.media.grant.Grant;
import com.podi.media.grant.Grants;
import com.podi.media.object.MediaObject;
import com.podi.media.object.MediaObjects;
import com.podi.media.picture.ByteRanges;
import com.podi.media.picture.FileSignature;
import com.podi.media.picture.Picture;
import com.podi.media.picture.PictureLimits;
import com.podi.media.picture.PictureReader;
import com.podi.media.storage.ObjectStore;
import com.podi.media.storage.StoredObject;
import com.podi.starter.id.Ids;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Looks at what was put, and records it. A link to put it may still be good afterwards: so the bytes are copied to where no
 * link leads, and it is the copy that is looked at. Only what a task produced stays where it is: that is put once, under a key of
 * its attempt. No transaction is open while the store is asked.
 */
@Component
class Inspection {

    private static final Logger log = LoggerFactory.getLogger(Inspection.class);
    private static final Duration A_MOMENT = Duration.ofSeconds(5);

    private final ObjectStore store;
    private final Grants grants;
    private final MediaObjects objects;
    private final PictureReader pictures;
    private final PictureLimits limits;
    private final UploadProperties properties;
    private final Clock clock;

    Inspection(
            ObjectStore store,
            Grants grants,
            MediaObjects objects,
            PictureReader pictures,
            PictureLimits limits,
            UploadProperties properties,
            Clock clock) {
        this.store = store;
        this.grants = grants;
        this.objects = objects;
        this.pictures = pictures;
        this.limits = limits;
        this.properties = properties;
        this.clock = clock;
    }

    MediaObject record(Grant grant) {
        return store.find(grant.objectKey()).map(put -> record(grant, put)).orElseGet(() -> recordedBefore(grant));
    }

    private MediaObject record(Grant grant, StoredObject put) {
        if (put.sizeBytes() > grant.maxSizeBytes()) {
            refuse(grant);
            throw ErrorCode.IMAGE_TOO_LARGE.because("%s: %d bytes", put.key(), put.sizeBytes());
        }
        String objectId = Ids.next("obj");
        return kept(grant, put, objectId)
                .map(kept -> record(grant, objectId, kept))
                .orElseGet(() -> recordedBefore(grant));
    }

    private Optional<StoredObject> kept(Grant grant, StoredObject put, String objectId) {
        return grant.purpose() == Purpose.OUTPUT
                ? Optional.of(put)
                : store.copy(
                        put.key(),
                        ObjectKeys.kept(put.key(), objectId),
                        grant.type().contentType());
    }

    private MediaObject record(Grant grant, String objectId, StoredObject kept) {
        Picture picture = checked(grant, kept);
        try {
            MediaObject recorded = objects.record(
                    grant,
                    redeemed(grant, objectId, kept, picture, clock.instant().truncatedTo(ChronoUnit.MILLIS)));
            Stream.of(kept.key(), grant.objectKey())
                    .distinct()
                    .filter(key -> !key.equals(recorded.location()))
                    .forEach(this::discard);
            return recorded;
        } catch (PodiException refusal) {
            // Where it is not known how it ended, nothing is deleted: the record may be there and need the bytes.
            if (refusal.errorCode().status() < 500) {
                discardCopy(grant, kept);
            }
            if (refusal.errorCode() == ErrorCode.STORAGE_FULL) {
                refuse(grant);
            }
            throw refusal;
        }
    }

    private Picture checked(Grant grant, StoredObject kept) {
        try {
            return look(grant, kept);
        } catch (PodiException refusal) {
            discardCopy(grant, kept);
            if (refusal.errorCode().status() < 500) {
                refuse(grant);
            }
            throw refusal;
        }
    }

    private Picture look(Grant grant, StoredObject kept) {
        if (!grant.type().isPicture()) {
            return lookAtFile(grant, kept);
        }
        Picture picture = pictures.read(kept.sizeBytes(), inTime(kept))
                .filter(found -> found.type() == grant.type())
                .orElseThrow(() -> ErrorCode.IMAGE_FORMAT.because("%s: not %s", grant.objectKey(), grant.type()));
        if (!limits.allow(picture, grant.purpose()) || kept.sizeBytes() > grant.maxSizeBytes()) {
            throw ErrorCode.IMAGE_TOO_LARGE.because("%s: %s", grant.objectKey(), picture);
        }
        return picture;
    }

    private Picture lookAtFile(Grant grant, StoredObject kept) {
        if (!FileSignature.fits(grant.type(), inTime(kept).read(0, FileSignature.LONGEST))) {
            throw ErrorCode.IMAGE_FORMAT.because("%s: not %s", grant.objectKey(), grant.type());
        }
        if (kept.sizeBytes() > grant.maxSizeBytes()) {
            throw ErrorCode.IMAGE_TOO_LARGE.because("%s: %d bytes", grant.objectKey(), kept.sizeBytes());
        }
        return Picture.none(grant.type());
    }

    /** Neither a slow store nor a picture that wants to be read everywhere holds anybody for longer. */
    private ByteRanges inTime(StoredObject kept) {
        long deadline = System.nanoTime() + properties.inspection().toNanos();
        return (offset, length) -> {
            if (System.nanoTime() - deadline > 0) {
                throw ErrorCode.SERVICE_UNAVAILABLE
                        .because("%s: not looked through in time", kept.key())
                        .retryAfter(A_MOMENT);
            }
            return store.read(kept, offset, length);
        };
    }

    private static MediaObject redeemed(Grant grant, String objectId, StoredObject kept, Picture picture, Instant now) {
        return new MediaObject(
                new MediaObjectView(
                        objectId,
                        grant.objectKey(),
                        grant.userId(),
                        grant.taskId(),
                        grant.fileName(),
                        grant.type().contentType(),
                        kept.sizeBytes(),
                        Math.toIntExact(picture.width()),
                        Math.toIntExact(picture.height()),
                        now),
                kept.key());
    }

    /**
     * The grant goes first: it must not be recorded by anybody else while its bytes disappear. If it was given anew, what
     * lies there now is for another to look at.
     */
    private void refuse(Grant grant) {
        if (grants.refuse(grant)) {
            discard(grant.objectKey());
        }
    }

    /** Nothing lies there, perhaps because somebody else was faster. */
    private MediaObject recordedBefore(Grant grant) {
        return objects.find(grant.objectKey())
                .orElseThrow(() -> ErrorCode.MEDIA_NOT_FOUND.because("not in the store: %s", grant.objectKey()));
    }

    private void discardCopy(Grant grant, StoredObject kept) {
        if (!kept.key().equals(grant.objectKey())) {
            discard(kept.key());
        }
    }

    /** What cannot be deleted now is swept later. */
    private void discard(String key) {
        try {
            store.delete(key);
        } catch (PodiException away) {
            log.warn("left behind: object={} because={}", key, away.getMessage());
        }
    }
}
