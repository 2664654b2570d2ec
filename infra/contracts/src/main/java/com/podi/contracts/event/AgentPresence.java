package com.podi.contracts.event;

/** The agent of a ComfyUI node was heard of again, or was not heard of for too long. */
public record AgentPresence(String agentId, String name, boolean online) implements EventData {

    public static final String ONLINE = "agent.online";
    public static final String OFFLINE = "agent.offline";

    @Override
    public String type() {
        return online ? ONLINE : OFFLINE;
    }

    @Override
    public String topic() {
        return Topics.AGENT;
    }

    @Override
    public String aggregateId() {
        return agentId;
    }
}
