package com.podi.auth.profile;

import com.podi.contracts.envelope.Page;
import com.podi.contracts.envelope.PageRequest;
import com.podi.contracts.envelope.Pagination;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Finds users by our copies of their names, addresses, roles and states: Keycloak cannot search by all of them. */
@Component
public class ProfileSearch {

    private final JdbcClient jdbc;
    private final ProfileRow row;

    ProfileSearch(JdbcClient jdbc, ProfileRow row) {
        this.jdbc = jdbc;
        this.row = row;
    }

    /** @param part of the name or the e-mail address, whatever its case */
    public Page<Profile> find(@Nullable String part, @Nullable String role, @Nullable String status, PageRequest page) {
        StringBuilder from = new StringBuilder(" from profiles where true");
        Map<String, Object> values = new HashMap<>();
        if (part != null && !part.isBlank()) {
            from.append(" and (username ilike :pattern or email ilike :pattern)");
            values.put("pattern", "%" + literally(part.strip()) + "%");
        }
        if (role != null) {
            from.append(" and role = :role");
            values.put("role", role);
        }
        if (status != null) {
            from.append(" and status = :status");
            values.put("status", status);
        }
        long total = jdbc.sql("select count(*)" + from)
                .params(values)
                .query(Long.class)
                .single();
        values.put("size", page.pageSize());
        values.put("offset", page.offset());
        List<Profile> items = jdbc.sql(
                        "select *" + from + " order by created_at desc, user_id desc limit :size offset :offset")
                .params(values)
                .query(row)
                .list();
        return new Page<>(items, Pagination.of(page, total));
    }

    /** What LIKE would take for a wildcard is an ordinary character of names. */
    private static String literally(String part) {
        return part.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
    }
}
