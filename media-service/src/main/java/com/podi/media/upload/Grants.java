package com.podi.media.upload;

import com.podi.contracts.error.ErrorCode;
import com.podi.media.object.MediaObjects;
import com.podi.media.quota.Quotas;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Who may put what where, and until when. */
@Service
public class Grants {

    private final GrantRepository repository;
    private final MediaObjects objects;
    private final Quotas quotas;
    private final UploadProperties properties;

    Grants(GrantRepository repository, MediaObjects objects, Quotas quotas, UploadProperties properties) {
        this.repository = repository;
        this.objects = objects;
        this.quotas = quotas;
        this.properties = properties;
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
        quotas.mustHaveRoomFor(grant.userId(), grant.maxSizeBytes());
        save(grant);
    }

    /** A worker that starts over may put its output again; how large that is, nobody knows yet. */
    @Transactional
    void grantResult(Grant grant) {
        quotas.mustHaveRoomFor(grant.userId(), 1);
        save(grant);
    }

    private void save(Grant grant) {
        if (!repository.save(grant)) {
            throw ErrorCode.MEDIA_UPLOAD_UNAUTHORIZED.because("%s is not %s's", grant.objectKey(), grant.userId());
        }
    }

    Optional<Grant> find(String objectKey) {
        return repository.find(objectKey, properties.grantLife());
    }

    /** Keys of grants that nobody can use any more. */
    public List<String> expired(int limit) {
        return repository.expired(properties.grantLife(), limit);
    }

    public void forget(String objectKey) {
        repository.deleteExpired(objectKey, properties.grantLife());
    }

    /** Those of these keys whose grants are still known. */
    public Set<String> known(Collection<String> objectKeys) {
        return repository.granted(objectKeys);
    }
}
