package com.podi.gateway.identity;

import com.podi.gateway.trace.Traces;
import org.springframework.cloud.gateway.filter.headers.HttpHeadersFilter;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;

/** What services believe because the gateway says it never comes from outside. */
@Component
final class OutgoingHeaders implements HttpHeadersFilter, Ordered {

    private static final String OURS = "x-podi-";
    private static final String COZE_KEY = "x-podi-api-key";
    private static final String OF_FORWARDING = "x-forwarded-";
    private static final String OF_A_PROXY = "x-real-ip";

    private final ClientAddress clients;
    private final Traces traces;

    OutgoingHeaders(ClientAddress clients, Traces traces) {
        this.clients = clients;
        this.traces = traces;
    }

    @Override
    public HttpHeaders filter(HttpHeaders incoming, ServerWebExchange exchange) {
        HttpHeaders outgoing = new HttpHeaders();
        incoming.forEach((name, values) -> {
            if (!speaksForUs(name)) {
                outgoing.addAll(name, values);
            }
        });
        outgoing.set("X-Forwarded-For", clients.of(exchange.getRequest()));
        traces.passOn(exchange, outgoing);
        return outgoing;
    }

    /** Behind the filters of the gateway itself, which take away all other headers of forwarding. */
    @Override
    public int getOrder() {
        return LOWEST_PRECEDENCE;
    }

    /** Written with underscores as well: there are servers that take both for one. */
    private static boolean speaksForUs(String header) {
        String name = header.indexOf('_') < 0 ? header : header.replace('_', '-');
        return startsWith(name, OURS) && !name.equalsIgnoreCase(COZE_KEY)
                || startsWith(name, OF_FORWARDING)
                || name.equalsIgnoreCase(OF_A_PROXY);
    }

    private static boolean startsWith(String name, String start) {
        return name.regionMatches(true, 0, start, 0, start.length());
    }
}
