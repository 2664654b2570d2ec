package com.podi.gateway.limits;

import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.web.server.ServerWebExchange;

/** Whether a client is still sending: no service can be late with an answer to half a request. */
public final class ArrivingBody {

    private static final String ARRIVED = ArrivingBody.class.getName();

    private ArrivingBody() {}

    static Runnable of(ServerWebExchange exchange) {
        AtomicBoolean arrived = new AtomicBoolean();
        exchange.getAttributes().put(ARRIVED, arrived);
        return () -> arrived.set(true);
    }

    public static boolean isIncomplete(ServerWebExchange exchange) {
        AtomicBoolean arrived = exchange.getAttribute(ARRIVED);
        return arrived != null && !arrived.get();
    }
}
