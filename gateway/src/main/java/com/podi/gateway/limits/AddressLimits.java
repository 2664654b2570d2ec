package com.podi.gateway.limits;

import com.podi.gateway.identity.ClientAddress;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** What strangers may do, counted by where they come from. */
@Component
@Order(RequestLimits.BEFORE_THE_DOOR + 2)
final class AddressLimits implements WebFilter {

    private final ClientAddress clients;
    private final Map<String, Allowance> byPath;

    AddressLimits(ClientAddress clients, LimitProperties properties) {
        this.clients = clients;
        Allowance logins = new Allowance(properties.loginsPerMinute());
        this.byPath = Map.of(
                "/api/auth/register", new Allowance(properties.registrationsPerMinute()),
                "/api/auth/login", logins,
                "/api/os/v1/auth/login", logins,
                "/api/auth/refresh", logins);
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        Allowance allowance = allowanceOf(exchange.getRequest());
        if (allowance != null) {
            allowance.spend(
                    clients.networkOf(exchange.getRequest()),
                    exchange.getResponse().getHeaders());
        }
        return chain.filter(exchange);
    }

    private @Nullable Allowance allowanceOf(ServerHttpRequest request) {
        return request.getMethod() == HttpMethod.POST
                ? byPath.get(meant(request.getPath().pathWithinApplication()))
                : null;
    }

    /** As a service will read it: {@code %6Cogin} is a login too. */
    private static String meant(PathContainer path) {
        return path.elements().stream()
                .map(element ->
                        element instanceof PathContainer.PathSegment segment ? segment.valueToMatch() : element.value())
                .collect(Collectors.joining());
    }
}
