package com.podi.ability.catalog;

import java.util.Arrays;
import java.util.Locale;

/** How the next of several executors is found. */
public enum RoutingPolicy {
    FIXED("按配置的顺序", "in the order they were configured"),
    WEIGHT("按权重随机", "at random, the heavier the sooner"),
    ROUND_ROBIN("轮流", "one after the other"),
    LEAST_QUEUE("等待任务最少的优先", "the one with the fewest tasks waiting, as the queues know");

    private final String zh;
    private final String en;

    RoutingPolicy(String zh, String en) {
        this.zh = zh;
        this.en = en;
    }

    static RoutingPolicy of(String wireName) {
        return Arrays.stream(values())
                .filter(policy -> policy.wireName().equals(wireName))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no routing policy " + wireName));
    }

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public String inChinese() {
        return zh;
    }

    public String inEnglish() {
        return en;
    }
}
