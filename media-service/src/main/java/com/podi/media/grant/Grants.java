package com.podi.media.grant;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.media.Room;
import com.podi.media.quota.Quotas;
import com.podi.media.quota.Usage;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Who may put what where, until when, and what became of it. */
@Service
public class Grants {

    private static final Duration A_MOMENT = Duration.ofSeconds(2);

    private final GrantRepository repository;
    private final Quotas quotas;
    private final GrantProperties properties;

    Grants(GrantRepository repository, Quotas quotas, GrantProperties properties) {
        this.repository = repository;
        this.quotas = quotas;
        this.properties = properties;
    }

    /** The first user to ask for a task owns what is uploaded for it. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void claim(String taskId, String userId) {
        if (!repository.claim(taskId, userId).equals(userId)) {
            throw ErrorCode.MEDIA_UPLOAD_UNAUTHORIZED.because("%s is not %s's", taskId, userId);
        }
    }

    /**
     * Keeps room for what is to be put and whatever was granted under the key before; while alone with the user's quota.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void give(Grant grant, Usage usage) {
        if (repository.save(grant, properties.renewal())) {
            if (grant.isOpen()) {
                usage.mustHaveRoomFor(repository.reserved(grant.userId()));
            }
            return;
        }
        if (repository.isBeingSwept(grant.objectKey())) {
            throw ErrorCode.SERVICE_UNAVAILABLE
                    .because("%s is being swept", grant.objectKey())
                    .retryAfter(A_MOMENT);
        }
        if (repository.isDueForSweep(grant.objectKey(), grant.userId(), properties.renewal())) {
            throw ErrorCode.SERVICE_UNAVAILABLE
                    .because("%s was given again for too long and has to run out", grant.objectKey())
                    .retryAfter(properties.life());
        }
        throw ErrorCode.MEDIA_UPLOAD_UNAUTHORIZED.because("%s is not %s's", grant.objectKey(), grant.userId());
    }

    /** Whatever became of it, unless it has run out. */
    public Optional<Grant> find(String objectKey) {
        return repository.find(objectKey, properties.life());
    }

    /**
     * In the transaction that records the picture, while alone with the user's quota.
     *
     * @return false if it was used up, has run out or was given anew meanwhile
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean redeem(Grant grant) {
        return repository.use(grant, GrantState.STORED, properties.life());
    }

    /**
     * What was put is none of what was granted.
     *
     * @return false if it was used up, has run out or was given anew meanwhile
     */
    public boolean refuse(Grant grant) {
        return repository.use(grant, GrantState.REFUSED, properties.life());
    }

    /** In the transaction that deletes the record. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void delete(String objectKey) {
        repository.delete(objectKey);
    }

    /** Ends some grants that have run out, or were ended before by somebody who did not come to {@link #remove} them. */
    public List<String> expire(int limit) {
        return repository.expire(properties.life(), limit);
    }

    public void remove(Collection<String> expired) {
        repository.remove(expired);
    }

    /** Those of these keys whose grants are still known. */
    public Set<String> known(Collection<String> objectKeys) {
        return repository.granted(objectKeys);
    }

    /** Forgets whose the tasks were of which nothing is left. */
    public int forgetClaims(Duration age, int limit) {
        return repository.forgetClaims(age, limit);
    }

    Room room(String userId, long bytes) {
        Usage usage = quotas.of(userId);
        long free = Math.max(0, usage.allowedBytes() - usage.usedBytes() - repository.reserved(userId));
        if (bytes > free) {
            throw ErrorCode.STORAGE_FULL.because("no room for %d bytes of %s", bytes, userId);
        }
        return new Room(userId, free);
    }
}
