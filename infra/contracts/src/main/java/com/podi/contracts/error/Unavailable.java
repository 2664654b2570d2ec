package com.podi.contracts.error;

import java.lang.reflect.Proxy;
import java.time.Duration;

/** What a client of another service turns into when a call did not get through. */
public final class Unavailable {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private Unavailable() {}

    /**
     * An instance whose every method throws: the refusal itself if the other service answered with one, else {@code
     * otherwise}.
     */
    public static <T> T stub(Class<T> client, Throwable cause, ErrorCode otherwise) {
        PodiException failure = cause instanceof PodiException refusal
                ? refusal
                : otherwise
                        .because("%s: %s", client.getSimpleName(), cause)
                        .causedBy(cause)
                        .retryAfter(RETRY_AFTER);
        return client.cast(
                Proxy.newProxyInstance(client.getClassLoader(), new Class<?>[] {client}, (proxy, method, arguments) -> {
                    throw failure;
                }));
    }
}
