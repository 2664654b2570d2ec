package com.podi.media.upload;

import com.podi.contracts.error.ErrorCode;
import com.podi.media.object.MediaObjects;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Who may put what where. */
@Service
class Grants {

    private final GrantRepository repository;
    private final MediaObjects objects;

    Grants(GrantRepository repository, MediaObjects objects) {
        this.repository = repository;
        this.objects = objects;
    }

    /** A recorded picture is not granted again: other bytes must not take the place of checked ones. */
    @Transactional
    void grantUpload(Grant grant) {
        String owner = repository.claim(grant.taskId(), grant.userId());
        if (!owner.equals(grant.userId())) {
            throw ErrorCode.MEDIA_UPLOAD_UNAUTHORIZED.because("%s is not %s's", grant.taskId(), grant.userId());
        }
        if (objects.find(grant.objectKey()).isPresent()) {
            throw ErrorCode.ALREADY_EXISTS.because("%s is recorded", grant.objectKey());
        }
        save(grant);
    }

    /** A worker that starts over may put its output again. */
    @Transactional
    void grantResult(Grant grant) {
        save(grant);
    }

    private void save(Grant grant) {
        if (!repository.save(grant)) {
            throw ErrorCode.MEDIA_UPLOAD_UNAUTHORIZED.because("%s is not %s's", grant.objectKey(), grant.userId());
        }
    }

    Grant of(String objectKey) {
        return repository
                .find(objectKey)
                .orElseThrow(() -> ErrorCode.MEDIA_NOT_FOUND.because("no grant: %s", objectKey));
    }

    Grant of(String objectKey, String uploader) {
        Grant grant = of(objectKey);
        if (!grant.userId().equals(uploader)) {
            throw ErrorCode.MEDIA_UPLOAD_UNAUTHORIZED.because("%s is not %s's", objectKey, uploader);
        }
        return grant;
    }
}
