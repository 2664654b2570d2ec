package com.podi.gateway.docs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.cloud.gateway.config.GatewayProperties;
import org.springframework.cloud.gateway.filter.FilterDefinition;
import org.springframework.cloud.gateway.handler.predicate.PredicateDefinition;
import org.springframework.cloud.gateway.route.RouteDefinition;
import org.springframework.cloud.gateway.route.RouteDefinitionLocator;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;

/** Leads to the description of every service that anything is routed to, guarded as the calls of the service are. */
@Component
final class ServiceDocuments implements RouteDefinitionLocator {

    private static final int BEHIND_ALL_CALLS = 1;

    private final Map<String, RouteDefinition> routes;

    ServiceDocuments(GatewayProperties configured) {
        Map<String, RouteDefinition> byService = new LinkedHashMap<>();
        for (RouteDefinition route : configured.getRoutes()) {
            byService.computeIfAbsent(route.getUri().getHost(), service -> document(service, route));
        }
        this.routes = byService;
    }

    List<String> services() {
        return List.copyOf(routes.keySet());
    }

    @Override
    public Flux<RouteDefinition> getRouteDefinitions() {
        return Flux.fromIterable(routes.values());
    }

    private static RouteDefinition document(String service, RouteDefinition calls) {
        RouteDefinition route = new RouteDefinition();
        route.setId("document of " + service);
        route.setUri(calls.getUri());
        route.setOrder(BEHIND_ALL_CALLS);
        route.setPredicates(List.of(
                new PredicateDefinition("Method=GET,HEAD"),
                new PredicateDefinition("Path=/api/docs/%s.json".formatted(service))));
        List<FilterDefinition> filters = new ArrayList<>(calls.getFilters());
        filters.add(new FilterDefinition("SetPath=/v3/api-docs"));
        route.setFilters(filters);
        return route;
    }
}
