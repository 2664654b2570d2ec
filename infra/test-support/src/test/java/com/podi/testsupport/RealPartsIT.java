package com.podi.testsupport;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class RealPartsIT {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @Test
    void everyCallerGetsADatabaseOfItsOwn() throws SQLException {
        Database one = RealParts.database();
        Database other = RealParts.database();

        assertThat(one).isNotEqualTo(other);
        for (Database database : new Database[] {one, other}) {
            try (Connection connection =
                    DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password())) {
                connection.createStatement().execute("create table thing (id int)");
            }
        }
    }

    @Test
    void theBrokerAndTheObjectStoreStayTheSame() {
        assertThat(RealParts.kafka()).isEqualTo(RealParts.kafka());
        assertThat(RealParts.s3()).isEqualTo(RealParts.s3());
    }

    @Test
    void theAdministratorCanLogIn() throws Exception {
        Identity identity = RealParts.keycloak();

        int status = HTTP.send(
                        HttpRequest.newBuilder(identity.tokens())
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(BodyPublishers.ofString(
                                        "grant_type=password&client_id=svc-auth-service&client_secret=%s&username=admin&password=%s"
                                                .formatted(Identity.secretOf("auth-service"), Identity.ADMIN_PASSWORD)))
                                .build(),
                        BodyHandlers.discarding())
                .statusCode();

        assertThat(status).isEqualTo(200);
    }
}
