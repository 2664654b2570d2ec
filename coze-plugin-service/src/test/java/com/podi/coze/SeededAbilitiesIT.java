package com.podi.coze;

import static org.assertj.core.api.Assertions.assertThat;

import com.podi.contracts.ability.AbilityView;
import com.podi.contracts.ability.AbilityView.Field;
import com.podi.contracts.task.TaskSubmission.Picture;
import com.podi.coze.ability.TestTools;
import com.podi.coze.openapi.Operation;
import com.podi.coze.openapi.Property;
import com.podi.coze.openapi.Property.Kind;
import com.podi.coze.openapi.TestDocuments;
import com.podi.testsupport.Database;
import com.podi.testsupport.RealParts;
import java.nio.file.Path;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the platform is delivered with, as its migrations write it. */
class SeededAbilitiesIT {

    private static final JsonMapper JSON = new JsonMapper();

    @Test
    void everySeededAbilityCanBeImported() {
        List<AbilityView> seeded = seeded();
        assertThat(seeded)
                .hasSizeGreaterThan(15)
                .extracting(AbilityView::provider)
                .contains("podi", "comfyui");

        List<Operation> operations = TestTools.operations(seeded);

        assertThat(operations).hasSameSizeAs(seeded);
        JsonNode document = TestDocuments.of(operations);
        CozeRules.assertImportable(document);
        assertThat(document.at("/paths").propertyNames())
                .contains(CozeServiceIT.UPSCALE, CozeServiceIT.PATTERN, "/api/coze/podi/tools/volcengine/edit");
    }

    @Test
    void bothFramesOfAVideoCanBeSent() {
        AbilityView video = seeded().stream()
                .filter(ability -> ability.id().equals("volcengine_video"))
                .findFirst()
                .orElseThrow();

        assertThat(TestTools.operations(List.of(video)).get(0).input())
                .filteredOn(property -> property.kind() == Kind.IMAGE)
                .extracting(Property::name)
                .contains("first_frame", "last_frame");
        assertThat(TestTools.pictures(
                        video, "{\"prompt\":\"a cat\",\"first_frame\":\"https://a/1\",\"last_frame\":\"https://a/2\"}"))
                .containsExactly(new Picture("first_frame", "https://a/1"), new Picture("last_frame", "https://a/2"));
    }

    private static List<AbilityView> seeded() {
        Database database = RealParts.database();
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(database.jdbcUrl());
        source.setUser(database.user());
        source.setPassword(database.password());
        Path migrations = Path.of(System.getProperty("podi.root"), "ability-service/src/main/resources/db/migration");
        Flyway.configure()
                .dataSource(source)
                .locations("filesystem:" + migrations)
                .load()
                .migrate();
        return JdbcClient.create(source)
                .sql("select * from abilities order by position")
                .query((row, number) -> Examples.ability(
                        row.getString("provider"),
                        row.getString("capability_key"),
                        row.getString("display_name"),
                        row.getString("description"),
                        row.getString("ability_type"),
                        row.getBoolean("requires_image"),
                        row.getBoolean("supports_multiple_images"),
                        JSON.readValue(row.getString("input_fields"), new TypeReference<List<Field>>() {})))
                .list();
    }
}
