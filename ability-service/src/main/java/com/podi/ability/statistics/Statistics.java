package com.podi.ability.statistics;

import org.springframework.stereotype.Service;

/** The statistics of one ability or one user. */
@Service
public class Statistics {

    private final UsageQuery usage;
    private final StoredObjects objects;

    Statistics(UsageQuery usage, StoredObjects objects) {
        this.usage = usage;
        this.objects = objects;
    }

    public TaskStatistics ofAbility(String abilityId) {
        Usage calls = usage.ofAbility(abilityId);
        return TaskStatistics.of(calls, calls.outputBytes());
    }

    TaskStatistics ofUser(String userId) {
        return TaskStatistics.of(usage.ofUser(userId), objects.bytesOf(userId));
    }
}
