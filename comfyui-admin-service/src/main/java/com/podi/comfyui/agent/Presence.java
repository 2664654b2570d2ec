package com.podi.comfyui.agent;

import com.podi.comfyui.alert.Alerts;
import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.Text;
import com.podi.contracts.event.AgentPresence;
import com.podi.starter.event.Events;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** Which agents are there. Replicas may all look at once: an agent is missed by one of them. */
@Service
public class Presence {

    private static final Logger log = LoggerFactory.getLogger(Presence.class);

    private static final int LARGEST_METRICS = 65_536;
    private static final Text TOO_LARGE = new Text("过大", "is too large");

    private final AgentTable table;
    private final Alerts alerts;
    private final Events events;
    private final AgentProperties properties;
    private final JsonMapper json;

    Presence(AgentTable table, Alerts alerts, Events events, AgentProperties properties, JsonMapper json) {
        this.table = table;
        this.alerts = alerts;
        this.events = events;
        this.properties = properties;
        this.json = json;
    }

    /** The agent is there, and says how it is. */
    @Transactional
    public Agent heard(String id, Heartbeat heartbeat) {
        String metrics = json.writeValueAsString(heartbeat.asMetrics());
        if (metrics.length() > LARGEST_METRICS) {
            throw ErrorCode.BAD_PARAMETER.at("metrics", TOO_LARGE);
        }
        Agent before = table.lock(id);
        before.mustBeAllowed();
        Agent now = table.seen(id, metrics, heartbeat.agentVersion(), heartbeat.comfyuiVersion());
        if (!before.isOnline()) {
            alerts.close(id, Alerts.OFFLINE);
            events.publish(new AgentPresence(id, now.name(), true));
            log.info("agent online: agent={}", id);
        }
        return now;
    }

    /** After an absence of our own, everybody has as long to be heard as at any other time. */
    @Scheduled(fixedDelayString = "${podi.comfyui.agent.look:5s}")
    @Transactional
    public void look() {
        if (table.watch(properties.heartbeat()).compareTo(properties.silence()) < 0) {
            return;
        }
        List<Agent> silent = table.takeSilent(properties.silence());
        for (Agent agent : silent) {
            if (agent.allowed()) {
                alerts.miss(agent.id(), circumstances(agent));
            }
            events.publish(new AgentPresence(agent.id(), agent.name(), false));
            log.info("agent offline: agent={} lastSeen={}", agent.id(), agent.lastSeenAt());
        }
    }

    private Map<String, Object> circumstances(Agent agent) {
        Map<String, Object> circumstances = new LinkedHashMap<>();
        circumstances.put("lastSeenAt", String.valueOf(agent.lastSeenAt()));
        circumstances.put("heartbeatSeconds", properties.heartbeat().toSeconds());
        circumstances.put("missed", properties.missed());
        return circumstances;
    }
}
