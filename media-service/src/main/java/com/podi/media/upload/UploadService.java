package com.podi.media.upload;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.PodiException;
import com.podi.contracts.error.Text;
import com.podi.contracts.media.MediaObjectView;
import com.podi.contracts.media.ResultGrant;
import com.podi.contracts.media.ResultGrantRequest;
import com.podi.media.object.MediaObjects;
import com.podi.media.picture.Picture;
import com.podi.media.picture.PictureLimits;
import com.podi.media.picture.PictureReader;
import com.podi.media.picture.PictureType;
import com.podi.media.storage.ObjectStore;
import com.podi.media.storage.Side;
import com.podi.media.storage.StoredObject;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.function.Predicate;
import org.springframework.stereotype.Service;

/** From the leave to put a picture to its record; no transaction is open while the store is asked. */
@Service
class UploadService {

    private static final Text NO_TASK_ID = new Text("不是合法的任务ID", "is not a task id");
    private static final Text NO_PICTURE_TYPE = new Text("不是支持的图片类型", "is not a supported picture type");

    private final Grants grants;
    private final ObjectStore store;
    private final MediaObjects objects;
    private final PictureReader pictures;
    private final PictureLimits limits;
    private final UploadProperties properties;
    private final Clock clock;

    UploadService(
            Grants grants,
            ObjectStore store,
            MediaObjects objects,
            PictureReader pictures,
            PictureLimits limits,
            UploadProperties properties,
            Clock clock) {
        this.grants = grants;
        this.store = store;
        this.objects = objects;
        this.pictures = pictures;
        this.limits = limits;
        this.properties = properties;
        this.clock = clock;
    }

    UploadTicket grantUpload(UploadRequest request, String userId) {
        UploadRequest.Upload upload = request.checked(properties.maxSize().toBytes());
        String key = ObjectKeys.upload(upload.taskId(), upload.fileName());
        grants.grantUpload(
                new Grant(key, userId, upload.taskId(), upload.fileName(), upload.type(), upload.sizeBytes()));
        return UploadTicket.of(
                key,
                store.uploadForm(key, upload.type().contentType(), upload.sizeBytes(), properties.ttl()),
                store.uploadLink(Side.CLIENTS, key, properties.ttl()),
                properties.ttl());
    }

    ResultGrant grantResult(ResultGrantRequest request) {
        if (!ObjectKeys.isTaskId(request.taskId())) {
            throw ErrorCode.BAD_PARAMETER.at("taskId", NO_TASK_ID);
        }
        PictureType type = PictureType.ofContentType(request.contentType())
                .orElseThrow(() -> ErrorCode.BAD_PARAMETER.at("contentType", NO_PICTURE_TYPE));
        String fileName = FileName.safe(request.fileName(), type);
        String key = ObjectKeys.result(request.taskId(), fileName);
        long maxSizeBytes = properties.maxResultSize().toBytes();
        grants.grantResult(new Grant(key, request.userId(), request.taskId(), fileName, type, maxSizeBytes));
        return new ResultGrant(
                key, store.uploadLink(Side.PLATFORM, key, properties.ttl()).toString());
    }

    MediaObjectView completeUpload(String objectKey, String userId) {
        return complete(grants.of(objectKey, userId), limits::allowUpload);
    }

    MediaObjectView completeResult(String objectKey) {
        return complete(grants.of(objectKey), limits::allowResult);
    }

    private MediaObjectView complete(Grant grant, Predicate<Picture> allowed) {
        return objects.find(grant.objectKey()).orElseGet(() -> record(grant, allowed));
    }

    private MediaObjectView record(Grant grant, Predicate<Picture> allowed) {
        StoredObject stored = store.find(grant.objectKey())
                .orElseThrow(() -> ErrorCode.MEDIA_NOT_FOUND.because("not in the store: %s", grant.objectKey()));
        if (stored.sizeBytes() > grant.maxSizeBytes()) {
            throw refused(ErrorCode.IMAGE_TOO_LARGE, grant, "%d bytes".formatted(stored.sizeBytes()));
        }
        Picture picture = pictures.read(stored.sizeBytes(), (offset, length) -> store.read(stored, offset, length))
                .filter(found -> found.type() == grant.type())
                .orElseThrow(() -> refused(ErrorCode.IMAGE_FORMAT, grant, "not " + grant.type()));
        if (!allowed.test(picture)) {
            throw refused(ErrorCode.IMAGE_TOO_LARGE, grant, picture.toString());
        }
        return objects.record(grant.redeemed(stored, picture, clock.instant().truncatedTo(ChronoUnit.MILLIS)));
    }

    private PodiException refused(ErrorCode errorCode, Grant grant, String reason) {
        store.delete(grant.objectKey());
        return errorCode.because("%s: %s", grant.objectKey(), reason);
    }
}
