package com.podi.gateway.routes;

import io.netty.util.NetUtil;
import java.net.URI;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.cloud.client.ServiceInstance;

/** Where a service can be found at the moment; they take turns. */
record Instances(List<String> addresses, AtomicInteger turn) {

    static Instances of(List<ServiceInstance> instances) {
        return new Instances(
                instances.stream().map(Instances::address).toList(),
                new AtomicInteger(ThreadLocalRandom.current().nextInt()));
    }

    private static String address(ServiceInstance instance) {
        String host = instance.getHost();
        return "%s://%s:%d"
                .formatted(
                        instance.isSecure() ? "https" : "http",
                        NetUtil.isValidIpV6Address(host) && !host.startsWith("[") ? "[" + host + "]" : host,
                        instance.getPort());
    }

    int count() {
        return addresses.size();
    }

    int next() {
        return turn.getAndIncrement();
    }

    /** Consecutive numbers are different instances. */
    URI address(int number, URI asked) {
        String address = addresses.get(Math.floorMod(number, addresses.size()));
        String query = asked.getRawQuery();
        return URI.create(address + asked.getRawPath() + (query == null ? "" : "?" + query));
    }
}
