package com.podi.media.upload;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.PodiException;
import com.podi.contracts.media.MediaObjectView;
import com.podi.media.grant.Grant;
import com.podi.media.grant.Grants;
import com.podi.media.object.MediaObject;
import com.podi.media.object.MediaObjects;
import com.podi.media.quota.OnePerKey;
import java.util.Optional;
import org.springframework.stereotype.Service;

/** An object is stored: whoever says so, and however often, the same happens. */
@Service
public class Completions {

    private final Grants grants;
    private final MediaObjects objects;
    private final Inspection inspection;
    private final OnePerKey onePerKey = new OnePerKey();

    Completions(Grants grants, MediaObjects objects, Inspection inspection) {
        this.grants = grants;
        this.objects = objects;
        this.inspection = inspection;
    }

    /** The uploader says so. */
    MediaObjectView byUploader(String objectKey, String userId) {
        Uploader uploader = uploaderOf(objectKey).orElseThrow(() -> neverGranted(objectKey));
        if (!uploader.userId().equals(userId)) {
            throw ErrorCode.MEDIA_UPLOAD_UNAUTHORIZED.because("%s is not %s's", objectKey, userId);
        }
        return complete(objectKey);
    }

    /** A service says so of what it was granted. */
    MediaObjectView byService(String objectKey) {
        return complete(objectKey);
    }

    /** The store says so, and for whom it was: that must be as it was granted. */
    public MediaObjectView byCallback(String objectKey, String userId, String taskId) {
        uploaderOf(objectKey)
                .filter(new Uploader(userId, taskId)::equals)
                .orElseThrow(() -> ErrorCode.MEDIA_CALLBACK_INVALID.because("not granted so: %s", objectKey));
        return complete(objectKey);
    }

    /** The store says so of whatever is written to it, our own writing included. */
    public void byNotification(String objectKey) {
        if (uploaderOf(objectKey).isPresent()) {
            complete(objectKey);
        }
    }

    /** Known from the record, or from a grant that has not run out. */
    private Optional<Uploader> uploaderOf(String objectKey) {
        return objects.find(objectKey)
                .map(object ->
                        new Uploader(object.view().userId(), object.view().taskId()))
                .or(() -> grants.find(objectKey).map(grant -> new Uploader(grant.userId(), grant.taskId())));
    }

    private MediaObjectView complete(String objectKey) {
        return onePerKey.run(
                objectKey,
                () -> objects.find(objectKey).orElseGet(() -> record(objectKey)).view());
    }

    private MediaObject record(String objectKey) {
        return inspection.record(
                grants.find(objectKey).filter(Grant::isOpen).orElseThrow(() -> neverGranted(objectKey)));
    }

    private static PodiException neverGranted(String objectKey) {
        return ErrorCode.MEDIA_NOT_FOUND.because("no open grant: %s", objectKey);
    }

    private record Uploader(String userId, String taskId) {}
}
