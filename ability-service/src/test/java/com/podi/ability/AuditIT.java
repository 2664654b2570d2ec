package com.podi.ability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.podi.testsupport.Api.Answer;
import com.podi.testsupport.ServiceIT;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

@ServiceIT
@ExtendWith(OutputCaptureExtension.class)
class AuditIT {

    private static final String AUDIT = "/api/admin/audit";

    @LocalServerPort
    private int port;

    @Autowired
    private JdbcClient jdbc;

    private Admin admin;

    @BeforeEach
    void login() {
        admin = new Admin(port);
    }

    @Test
    void everyChangeSaysWhoMadeIt() {
        String id = admin.node(Admin.NOWHERE, Map.of());
        admin.api()
                .put(
                        "/api/admin/executors/" + id,
                        Map.of("name", "renamed", "type", "comfyui", "baseUrl", Admin.NOWHERE));
        admin.api().delete("/api/admin/executors/" + id);

        Answer trail = admin.api().get(AUDIT + "?kind=executor&recordId=" + id + "&actor=" + Admin.NAME);
        assertThat(trail.data("/pagination/total").asInt()).isEqualTo(3);
        assertThat(trail.text("/items/0/action")).isEqualTo("deleted");
        assertThat(trail.data("/items/0/revision").asInt()).isEqualTo(3);
        assertThat(trail.text("/items/1/action")).isEqualTo("changed");
        assertThat(trail.data("/items/1/changedFields").toString()).contains("\"name\"", "\"revision\"");
        assertThat(trail.data("/items/1/document").isNull()).isTrue();
        assertThat(trail.text("/items/2/action")).isEqualTo("created");

        Answer change = admin.api().get(AUDIT + "/" + trail.text("/items/1/id"));
        assertThat(change.text("/document/name")).isEqualTo("renamed");
        assertThat(admin.api().get(AUDIT + "/nothing").errorCode()).isEqualTo("NOT_FOUND");
    }

    @Test
    void whatCameWithAReleaseIsKeptWhenItIsChanged() {
        Answer seen = admin.api().get("/api/admin/abilities/podi_tile");
        admin.api().put("/api/admin/abilities/podi_tile", seen.data("").toString());

        Answer trail = admin.api().get(AUDIT + "?kind=ability&recordId=podi_tile");
        int last = trail.data("/items").size() - 1;
        assertThat(trail.text("/items/" + last + "/action")).isEqualTo("seeded");
        assertThat(trail.text("/items/" + last + "/actor")).isEqualTo("system");
        assertThat(trail.data("/items/" + last + "/revision").asInt()).isEqualTo(1);
    }

    @Test
    void theTrailIsSearchedByTime() {
        String id = admin.node(Admin.NOWHERE, Map.of());
        String found = AUDIT + "?recordId=" + id;

        assertThat(total(found + "&from=2020-01-01T00:00:00Z")).isEqualTo(1);
        assertThat(total(found + "&to=2020-01-01T00:00:00Z")).isZero();
        assertThat(total(found + "&action=deleted")).isZero();
        assertThat(admin.api().get(AUDIT + "?from=yesterday").status()).isEqualTo(400);
        assertThat(admin.api().get(AUDIT + "?from=-999999-01-01T00:00:00Z").status())
                .isEqualTo(400);
    }

    @Test
    void thePastCannotBeChanged() {
        admin.node(Admin.NOWHERE, Map.of());

        assertThatThrownBy(() -> jdbc.sql("update changes set actor = 'nobody'").update())
                .isInstanceOf(DataAccessException.class);
        assertThatThrownBy(() -> jdbc.sql("delete from changes").update()).isInstanceOf(DataAccessException.class);
    }

    @Test
    void nothingThatIsSentForgesALine(CapturedOutput output) {
        String evil = "x\r\n2026-01-01 ERROR forged\u001b[31m${jndi:ldap://127.0.0.1/a}";
        admin.node(Admin.NOWHERE, Map.of("name", evil));
        admin.ability("kie", Map.of("displayName", evil, "description", evil));
        admin.api().post("/api/admin/executors", Map.of("name", "a", "type", "kie", "baseUrl", evil));
        admin.api().post("/api/admin/executors", Map.of("id", evil, "name", "a", "type", "kie", "baseUrl", "http://a"));
        admin.plan("podi_upscale", Map.of("inputs", Map.of(evil, evil)));
        admin.plan("podi_upscale", Map.of("executorId", "x\r\nERROR forged"));
        admin.api().get("/api/abilities/x%0D%0AERROR%20forged%1B%5B31m%24%7Bjndi:a%7D");

        assertThat(output.getAll()).contains("executor created").doesNotContain("\u001b[31m", "${jndi:");
        assertThat(output.getAll().lines())
                .noneMatch(line -> line.matches(".*ERROR forged.*") && !line.contains("\\u000a"));
    }

    private int total(String path) {
        return admin.api().get(path).data("/pagination/total").asInt();
    }
}
