package com.podi.taskworker.executor.cloud;

import com.podi.contracts.ability.AbilityClient;
import com.podi.contracts.ability.KeyReport;
import com.podi.contracts.ability.KeyRequest;
import com.podi.contracts.ability.ProviderKey;
import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.PodiException;
import com.podi.taskworker.executor.ExecutionFailedException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The keys of providers. A plan says which there are, not what they are; each use asks for one, so that whoever keeps them
 * counts it and hands out the one that was used least. What a provider thinks of a key is reported, and the next one used.
 */
@Component
public class ProviderKeys {

    private static final Logger log = LoggerFactory.getLogger(ProviderKeys.class);

    private static final int MOST_KEYS_FOR_ONE_PIECE_OF_WORK = 5;
    private static final Duration USUAL_REST = Duration.ofMinutes(1);

    private final AbilityClient abilities;

    ProviderKeys(AbilityClient abilities) {
        this.abilities = abilities;
    }

    /** A piece of work that can be begun once more with another key. */
    interface Work<T> {
        T with(ProviderKey key) throws ProviderFailure, ExecutionFailedException, InterruptedException;
    }

    /** @param keyIds any of the provider's if there are none */
    <T> T use(String provider, List<String> keyIds, Work<T> work)
            throws ProviderFailure, ExecutionFailedException, InterruptedException {
        ProviderFailure last = null;
        for (int tries = 0; tries < MOST_KEYS_FOR_ONE_PIECE_OF_WORK; tries++) {
            ProviderKey key = key(provider, keyIds, last);
            try {
                return work.with(key);
            } catch (ProviderFailure failure) {
                if (!failure.trouble().isOfTheKey()) {
                    throw failure;
                }
                report(provider, key, failure);
                last = failure;
            }
        }
        throw Objects.requireNonNull(last, "no key was tried");
    }

    /** For work that was begun with this key: another one may be of another account, which does not see it. */
    ProviderKey again(String provider, String keyId) throws ExecutionFailedException {
        try {
            return abilities.useKey(KeyRequest.toGoOn(provider, keyId)).data();
        } catch (PodiException unavailable) {
            throw ExecutionFailedException.ofOurs(
                            unavailable.errorCode(), "the key that it was begun with: " + keyId, unavailable)
                    .retryAfter(unavailable.errorCode() == ErrorCode.API_KEY_UNAVAILABLE ? USUAL_REST : null);
        }
    }

    private ProviderKey key(String provider, List<String> keyIds, @Nullable ProviderFailure last)
            throws ExecutionFailedException {
        try {
            return abilities.useKey(new KeyRequest(provider, keyIds)).data();
        } catch (PodiException none) {
            if (none.errorCode() == ErrorCode.API_KEY_UNAVAILABLE && last != null) {
                throw last.asFailure();
            }
            throw ExecutionFailedException.ofOurs(none.errorCode(), "no key of " + provider, none)
                    .retryAfter(none.errorCode() == ErrorCode.API_KEY_UNAVAILABLE ? USUAL_REST : null);
        }
    }

    /** What cannot be reported now will be seen again by whoever uses the key next. */
    void report(String provider, ProviderKey key, ProviderFailure failure) {
        log.warn("key not taken: provider={} key={} trouble={}", provider, key.keyId(), failure.trouble());
        Duration rest = failure.rest();
        KeyReport.Outcome outcome =
                failure.trouble() == Trouble.KEY ? KeyReport.Outcome.REFUSED : KeyReport.Outcome.THROTTLED;
        try {
            abilities.report(
                    key.keyId(), new KeyReport(outcome, rest == null ? null : (int) rest.toSeconds(), key.version()));
        } catch (PodiException unreported) {
            log.warn("not reported: key={} reason={}", key.keyId(), unreported.getMessage());
        }
    }
}
