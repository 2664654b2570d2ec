package com.podi.gateway.trace;

import io.micrometer.common.KeyValue;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.cloud.gateway.support.ServerWebExchangeUtils;
import org.springframework.http.server.reactive.observation.DefaultServerRequestObservationConvention;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.stereotype.Component;

/** Times what is routed by the route, in {@code http.server.requests}, whose tag {@code uri} is a pattern otherwise. */
@Component
final class RouteNames extends DefaultServerRequestObservationConvention {

    @Override
    protected KeyValue uri(ServerRequestObservationContext context) {
        @Nullable Route route = (Route) context.getAttributes().get(ServerWebExchangeUtils.GATEWAY_ROUTE_ATTR);
        return route == null ? super.uri(context) : KeyValue.of("uri", route.getId());
    }
}
