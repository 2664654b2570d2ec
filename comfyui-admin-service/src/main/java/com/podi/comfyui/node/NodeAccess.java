package com.podi.comfyui.node;

import com.podi.comfyclient.ComfyNode;
import com.podi.comfyclient.ComfyNodes;
import com.podi.comfyclient.NodeAddress;
import com.podi.comfyclient.NodeException;
import com.podi.comfyclient.Settings;
import com.podi.contracts.ability.ExecutorRef;
import com.podi.starter.http.TrustedHttp;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** The way to the nodes; one that hangs is let go of after as long as anybody waits for it. */
@Component
class NodeAccess implements DisposableBean {

    private final ComfyNodes nodes;

    NodeAccess(TrustedHttp http, NodeProperties properties) {
        Settings usual = Settings.USUAL;
        this.nodes = new ComfyNodes(
                http,
                new Settings(
                        properties.patience(),
                        properties.modelsPatience(),
                        usual.runningPoll(),
                        usual.pendingPoll(),
                        usual.endingPoll(),
                        usual.lostAfter(),
                        usual.unreachable(),
                        usual.socketIdle(),
                        usual.ping(),
                        usual.reconnect()));
    }

    ComfyNode.Queue queue(ExecutorRef node) throws NodeException {
        return at(node).queue();
    }

    JsonNode systemStats(ExecutorRef node) throws NodeException {
        return at(node).systemStats();
    }

    JsonNode objectInfo(ExecutorRef node) throws NodeException {
        return at(node).objectInfo();
    }

    private ComfyNode at(ExecutorRef node) {
        return nodes.at(NodeAddress.of(node.baseUrl()));
    }

    @Override
    public void destroy() {
        nodes.close();
    }
}
