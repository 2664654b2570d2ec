package com.podi.comfyui.catalog;

import java.time.Clock;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Opens the catalogues. */
@Component
public class Catalogs {

    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final Clock clock;

    Catalogs(JdbcClient jdbc, JsonMapper json, Clock clock) {
        this.jdbc = jdbc;
        this.json = json;
        this.clock = clock;
    }

    <T extends CatalogItem<T>> Catalog<T> of(String kind, Class<T> type) {
        return new Catalog<>(kind, type, jdbc, json, clock);
    }
}
