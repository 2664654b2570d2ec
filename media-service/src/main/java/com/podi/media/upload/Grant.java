package com.podi.media.upload;

import com.podi.contracts.media.MediaObjectView;
import com.podi.media.object.MediaObject;
import com.podi.media.picture.Picture;
import com.podi.media.picture.PictureType;
import com.podi.media.storage.StoredObject;
import java.time.Instant;

/** Leave of a user to put one picture under one key. */
record Grant(String objectKey, String userId, String taskId, String fileName, PictureType type, long maxSizeBytes) {

    MediaObject redeemed(String objectId, StoredObject kept, Picture picture, Instant now) {
        return new MediaObject(
                new MediaObjectView(
                        objectId,
                        objectKey,
                        userId,
                        taskId,
                        fileName,
                        type.contentType(),
                        kept.sizeBytes(),
                        Math.toIntExact(picture.width()),
                        Math.toIntExact(picture.height()),
                        now),
                kept.key());
    }
}
