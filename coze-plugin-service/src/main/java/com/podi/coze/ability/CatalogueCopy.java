package com.podi.coze.ability;

import com.podi.contracts.ability.AbilityView;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The abilities as they were read last: a start while nobody answers must not take tools from Coze. */
@Component
class CatalogueCopy {

    private static final Logger log = LoggerFactory.getLogger(CatalogueCopy.class);

    private final JdbcClient jdbc;
    private final JsonMapper json;

    CatalogueCopy(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    Optional<List<AbilityView>> read() {
        try {
            return jdbc.sql("select abilities from catalogue_copy")
                    .query(String.class)
                    .optional()
                    .flatMap(this::abilities);
        } catch (DataAccessException away) {
            log.warn("copy of the catalogue not read: {}", away.getMessage());
            return Optional.empty();
        }
    }

    void write(List<AbilityView> active) {
        jdbc.sql("""
                        insert into catalogue_copy (abilities, read_at) values (?, now())
                        on conflict (only_one) do update set abilities = excluded.abilities, read_at = excluded.read_at
                        """).param(json.writeValueAsString(active)).update();
    }

    private Optional<List<AbilityView>> abilities(String written) {
        try {
            return Optional.of(json.readValue(written, new TypeReference<List<AbilityView>>() {}));
        } catch (JacksonException ofAnotherVersion) {
            log.info("copy of the catalogue not understood, it will be read anew: {}", ofAnotherVersion.getMessage());
            return Optional.empty();
        }
    }
}
