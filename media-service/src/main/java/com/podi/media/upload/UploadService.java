package com.podi.media.upload;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.Text;
import com.podi.contracts.media.Purpose;
import com.podi.contracts.media.ResultGrant;
import com.podi.contracts.media.ResultGrantRequest;
import com.podi.media.grant.Grant;
import com.podi.media.grant.GrantProperties;
import com.podi.media.grant.Grants;
import com.podi.media.object.MediaObject;
import com.podi.media.object.MediaObjects;
import com.podi.media.picture.FileType;
import com.podi.media.quota.Quotas;
import com.podi.media.quota.Usage;
import com.podi.media.storage.ObjectStore;
import com.podi.media.storage.Side;
import com.podi.media.storage.UploadOffer;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Service;

/** Gives leave to put pictures into the store. */
@Service
class UploadService {

    private static final Text NO_TASK_ID = new Text("不是合法的任务ID", "is not a task id");
    private static final Text NO_PICTURE_TYPE = new Text("不是支持的文件类型", "is not a supported type");
    private static final Text SIZE = new Text("须在1到%d字节之间", "must be between 1 and %d bytes");

    private final Grants grants;
    private final Quotas quotas;
    private final MediaObjects objects;
    private final ObjectStore store;
    private final UploadProperties properties;
    private final GrantProperties life;

    UploadService(
            Grants grants,
            Quotas quotas,
            MediaObjects objects,
            ObjectStore store,
            UploadProperties properties,
            GrantProperties life) {
        this.grants = grants;
        this.quotas = quotas;
        this.objects = objects;
        this.store = store;
        this.properties = properties;
        this.life = life;
    }

    UploadTicket grantUpload(UploadRequest request, String userId) {
        UploadRequest.Upload upload = request.checked(properties.maxSizeBytes(Purpose.INPUT));
        Grant grant = Grant.open(
                ObjectKeys.upload(upload.taskId(), upload.fileName()),
                userId,
                upload.taskId(),
                upload.fileName(),
                upload.type(),
                upload.sizeBytes(),
                Purpose.INPUT);
        quotas.alone(userId, usage -> giveUpload(grant, usage));
        UploadOffer offer = offer(grant, upload.meta(userId));
        return UploadTicket.of(
                grant.objectKey(),
                store.uploadForm(offer),
                store.uploadLink(Side.CLIENTS, offer),
                life.ttl(),
                properties.callbackUrl());
    }

    ResultGrant grantResult(ResultGrantRequest request) {
        if (!ObjectKeys.isTaskId(request.taskId())) {
            throw ErrorCode.BAD_PARAMETER.at("taskId", NO_TASK_ID);
        }
        FileType type = FileType.ofContentType(request.contentType())
                .filter(known -> known.isPicture() || request.purpose() == Purpose.OUTPUT)
                .orElseThrow(() -> ErrorCode.BAD_PARAMETER.at("contentType", NO_PICTURE_TYPE));
        long most = properties.maxSizeBytes(request.purpose());
        if (request.sizeBytes() > most) {
            throw ErrorCode.IMAGE_TOO_LARGE.at("sizeBytes", SIZE.with(most));
        }
        String fileName = FileName.safe(request.fileName(), type);
        Grant grant = Grant.open(
                ObjectKeys.result(request.taskId(), fileName),
                request.userId(),
                request.taskId(),
                fileName,
                type,
                request.sizeBytes(),
                request.purpose());
        quotas.alone(grant.userId(), usage -> giveResult(grant, usage));
        return new ResultGrant(
                grant.objectKey(),
                store.uploadLink(Side.PLATFORM, offer(grant, Map.of())).toString());
    }

    /** A recorded picture is not granted again: other bytes must not take the place of checked ones. */
    private Grant giveUpload(Grant grant, Usage usage) {
        grants.claim(grant.taskId(), grant.userId());
        if (objects.find(grant.objectKey()).isPresent()) {
            throw ErrorCode.ALREADY_EXISTS.because("%s is recorded", grant.objectKey());
        }
        grants.give(grant, usage);
        return grant;
    }

    /** An input may be put again, and what is recorded stays; an output lies where it was put, and is put once. */
    private Grant giveResult(Grant grant, Usage usage) {
        Optional<MediaObject> recorded = objects.find(grant.objectKey());
        if (recorded.isPresent() && !recorded.get().view().userId().equals(grant.userId())) {
            throw ErrorCode.MEDIA_UPLOAD_UNAUTHORIZED.because("%s is not %s's", grant.objectKey(), grant.userId());
        }
        if (recorded.isPresent() && grant.purpose() == Purpose.OUTPUT) {
            throw ErrorCode.ALREADY_EXISTS.because("%s is recorded", grant.objectKey());
        }
        grants.give(recorded.isPresent() ? grant.used() : grant, usage);
        return grant;
    }

    private UploadOffer offer(Grant grant, Map<String, String> meta) {
        return new UploadOffer(grant.objectKey(), grant.type().contentType(), grant.maxSizeBytes(), life.ttl(), meta);
    }
}
