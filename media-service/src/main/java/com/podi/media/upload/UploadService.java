package com.podi.media.upload;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.Text;
import com.podi.contracts.media.ResultGrant;
import com.podi.contracts.media.ResultGrantRequest;
import com.podi.media.picture.PictureType;
import com.podi.media.storage.ObjectStore;
import com.podi.media.storage.Side;
import com.podi.media.storage.UploadOffer;
import org.springframework.stereotype.Service;

/** Gives leave to put pictures into the store. */
@Service
class UploadService {

    private static final Text NO_TASK_ID = new Text("不是合法的任务ID", "is not a task id");
    private static final Text NO_PICTURE_TYPE = new Text("不是支持的图片类型", "is not a supported picture type");

    private final Grants grants;
    private final ObjectStore store;
    private final UploadProperties properties;

    UploadService(Grants grants, ObjectStore store, UploadProperties properties) {
        this.grants = grants;
        this.store = store;
        this.properties = properties;
    }

    UploadTicket grantUpload(UploadRequest request, String userId) {
        UploadRequest.Upload upload = request.checked(properties.maxSize().toBytes());
        String key = ObjectKeys.upload(upload.taskId(), upload.fileName());
        grants.grantUpload(
                new Grant(key, userId, upload.taskId(), upload.fileName(), upload.type(), upload.sizeBytes()));
        return UploadTicket.of(
                key,
                store.uploadForm(new UploadOffer(
                        key, upload.type().contentType(), upload.sizeBytes(), properties.ttl(), upload.meta(userId))),
                store.uploadLink(Side.CLIENTS, key, properties.ttl()),
                properties.ttl(),
                properties.callbackUrl());
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
}
