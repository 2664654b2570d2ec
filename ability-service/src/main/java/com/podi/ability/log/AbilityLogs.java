package com.podi.ability.log;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.podi.ability.statistics.TaskStatistics;
import java.util.List;

/** The newest calls of an ability, and what all of them add up to. */
record AbilityLogs(
        List<InvocationLogView> items, @JsonUnwrapped TaskStatistics all) {}
