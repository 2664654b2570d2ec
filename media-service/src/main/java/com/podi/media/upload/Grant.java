package com.podi.media.upload;

import com.podi.contracts.media.MediaObjectView;
import com.podi.media.picture.Picture;
import com.podi.media.picture.PictureType;
import com.podi.media.storage.StoredObject;
import com.podi.starter.id.Ids;
import java.time.Instant;

/** Leave of a user to put one picture under one key. */
record Grant(String objectKey, String userId, String taskId, String fileName, PictureType type, long maxSizeBytes) {

    MediaObjectView redeemed(StoredObject stored, Picture picture, Instant now) {
        return new MediaObjectView(
                Ids.next("obj"),
                objectKey,
                userId,
                taskId,
                fileName,
                type.contentType(),
                stored.sizeBytes(),
                Math.toIntExact(picture.width()),
                Math.toIntExact(picture.height()),
                now);
    }
}
