package com.podi.auth.profile;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Reads a profile out of its row. */
@Component
class ProfileRow implements RowMapper<Profile> {

    private final JsonMapper json;

    ProfileRow(JsonMapper json) {
        this.json = json;
    }

    @Override
    public Profile mapRow(ResultSet row, int number) throws SQLException {
        OffsetDateTime lastLogin = row.getObject("last_login_at", OffsetDateTime.class);
        return new Profile(
                row.getString("user_id"),
                row.getString("username"),
                row.getString("email"),
                row.getString("role"),
                row.getString("status"),
                json.readTree(row.getString("details")),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                lastLogin == null ? null : lastLogin.toInstant());
    }
}
