package com.podi.testsupport;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class RealPartsIT {
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
}
