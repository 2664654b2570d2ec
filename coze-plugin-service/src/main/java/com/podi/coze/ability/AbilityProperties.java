package com.podi.coze.ability;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param patience how long a call waits for its result before it answers with the task; less than every answer has to be
 *     there within
 * @param sameWithin how long the same call again is the same task
 * @param refresh how often the catalogue is read though nobody said that it has changed
 */
@ConfigurationProperties("podi.coze.ability")
record AbilityProperties(
        @DefaultValue("PT25S") Duration patience,
        @DefaultValue("PT1M") Duration sameWithin,
        @DefaultValue("PT30S") Duration refresh) {

    private static final Duration LONGEST_PATIENCE = Duration.ofSeconds(27);

    AbilityProperties {
        if (patience.isNegative() || patience.compareTo(LONGEST_PATIENCE) > 0) {
            throw new IllegalArgumentException("nobody would wait so long for an answer: " + patience);
        }
    }
}
