package com.podi.comfyui.catalog;

import com.podi.comfyui.node.NodeModels;
import com.podi.comfyui.node.Nodes;
import java.time.Clock;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Opens the catalogues. */
@Component
public class Catalogs {

    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final Clock clock;
    private final Nodes nodes;
    private final ObjectProvider<CatalogUse> uses;

    Catalogs(JdbcClient jdbc, JsonMapper json, Clock clock, Nodes nodes, ObjectProvider<CatalogUse> uses) {
        this.jdbc = jdbc;
        this.json = json;
        this.clock = clock;
        this.nodes = nodes;
        this.uses = uses;
    }

    <T extends CatalogItem<T>> Catalog<T> of(String kind, Class<T> type) {
        return new Catalog<>(kind, type, jdbc, json, clock);
    }

    NodeModels models(String executorId) {
        return nodes.models(executorId);
    }

    Stream<CatalogUse> uses() {
        return uses.stream();
    }
}
