package com.podi.gateway.routes;

import java.net.URI;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.cloud.client.ServiceInstance;

/** Where a service can be found at the moment; they take turns. */
record Instances(List<String> addresses, AtomicInteger turn) {

    static Instances of(List<ServiceInstance> instances) {
        return new Instances(
                instances.stream().map(instance -> instance.getUri().toString()).toList(),
                new AtomicInteger(ThreadLocalRandom.current().nextInt()));
    }

    boolean several() {
        return addresses.size() > 1;
    }

    boolean none() {
        return addresses.isEmpty();
    }

    URI next(URI asked) {
        String address = addresses.get(Math.floorMod(turn.getAndIncrement(), addresses.size()));
        String query = asked.getRawQuery();
        return URI.create(address + asked.getRawPath() + (query == null ? "" : "?" + query));
    }
}
