package com.podi.comfyui.agent;

/** Whoever has something under way with an agent. */
public interface AgentUse {

    boolean isUsed(String agentId);
}
