package com.podi.comfyui.agent;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param heartbeat how often an agent is to say that it is there
 * @param missed so many heartbeats in a row, and it counts as offline
 * @param tokenLife of an agent's own token, if nobody says otherwise
 */
@ConfigurationProperties("podi.comfyui.agent")
record AgentProperties(
        @DefaultValue("60s") Duration heartbeat,
        @DefaultValue("3") int missed,
        @DefaultValue("30d") Duration tokenLife) {

    Duration silence() {
        return heartbeat.multipliedBy(missed);
    }
}
