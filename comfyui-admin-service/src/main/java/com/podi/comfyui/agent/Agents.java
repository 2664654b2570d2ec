package com.podi.comfyui.agent;

import com.podi.comfyui.alert.Alerts;
import com.podi.comfyui.token.AgentTokens;
import com.podi.contracts.envelope.Page;
import com.podi.contracts.envelope.PageRequest;
import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.PodiException;
import com.podi.starter.id.Ids;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The agents there are. */
@Service
public class Agents {

    private final AgentTable table;
    private final AgentTokens tokens;
    private final Alerts alerts;
    private final AgentProperties properties;
    private final ObjectProvider<AgentUse> uses;
    private final Clock clock;

    Agents(
            AgentTable table,
            AgentTokens tokens,
            Alerts alerts,
            AgentProperties properties,
            ObjectProvider<AgentUse> uses,
            Clock clock) {
        this.table = table;
        this.tokens = tokens;
        this.alerts = alerts;
        this.properties = properties;
        this.uses = uses;
        this.clock = clock;
    }

    Page<Agent> page(AgentFilter filter, PageRequest request) {
        return table.page(filter, request);
    }

    public Agent get(String id) {
        return table.get(id);
    }

    /** One that stays until the end of the transaction. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Agent hold(String id) {
        return table.hold(id);
    }

    Agent create(AgentRequest wanted) {
        wanted.check();
        String id = wanted.id() == null ? Ids.next("agent") : wanted.id();
        return table.insert(id, wanted, clock.instant())
                .orElseThrow(() -> ErrorCode.AGENT_ALREADY_EXISTS.because("%s", id));
    }

    /** One that is not allowed is not missed. */
    @Transactional
    public Agent change(String id, AgentRequest wanted) {
        wanted.check();
        Agent agent = table.update(id, wanted, clock.instant()).orElseThrow(() -> unchanged(id));
        if (!agent.allowed()) {
            alerts.close(id, Alerts.OFFLINE);
        }
        return agent;
    }

    private PodiException unchanged(String id) {
        return ErrorCode.REVISION_CONFLICT.because(
                "agent %s is at %d", id, table.get(id).revision());
    }

    @Transactional
    public void remove(String id) {
        table.lock(id);
        if (uses.stream().anyMatch(use -> use.isUsed(id))) {
            throw ErrorCode.IN_USE.because("agent %s has tasks", id);
        }
        table.hide(id);
        alerts.closeAll(id);
    }

    /** It has brought what it should. */
    public void hasSynced(String id) {
        alerts.close(id, Alerts.SYNC_FAILED);
    }

    AgentTokens.Issued token(String id, @Nullable Long ttlSeconds) {
        table.get(id).mustBeAllowed();
        Duration life = ttlSeconds == null ? properties.tokenLife() : Duration.ofSeconds(ttlSeconds);
        return tokens.forAgent(id, clock.instant().plus(life));
    }
}
