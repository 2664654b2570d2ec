package com.podi.wallet.hold;

import com.podi.wallet.lane.Lanes;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param ttl how long a task may keep its points before they go back to the user
 * @param expiryInterval how often overdue holds are looked for
 * @param lanes how operations that wait at the same moment are gathered
 */
@ConfigurationProperties("podi.wallet.hold")
record HoldProperties(
        @DefaultValue("PT24H") Duration ttl,
        @DefaultValue("PT1M") Duration expiryInterval,
        @DefaultValue Lanes.Settings lanes) {}
