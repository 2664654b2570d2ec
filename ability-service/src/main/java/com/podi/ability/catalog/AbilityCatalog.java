package com.podi.ability.catalog;

import com.podi.contracts.ability.AbilityView;
import com.podi.contracts.envelope.Page;
import com.podi.contracts.envelope.PageRequest;
import com.podi.contracts.envelope.Pagination;
import com.podi.contracts.error.ErrorCode;
import java.util.List;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The abilities, as they are sold at the moment. */
@Repository
public class AbilityCatalog {

    private static final TypeReference<List<AbilityView.Field>> FIELDS = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final RowMapper<Ability> rows;

    AbilityCatalog(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.rows = (row, number) -> new Ability(
                row.getString("id"),
                row.getString("provider"),
                row.getString("category"),
                row.getString("capability_key"),
                row.getString("action"),
                row.getInt("version"),
                row.getString("display_name"),
                row.getString("description"),
                row.getString("status"),
                row.getString("ability_type"),
                json.readValue(row.getString("input_fields"), FIELDS),
                row.getString("currency"),
                row.getString("unit"),
                row.getBigDecimal("list_price"),
                row.getBigDecimal("discount_price"),
                row.getBoolean("requires_image"),
                row.getBoolean("supports_multiple_images"),
                row.getInt("max_output_images"),
                row.getInt("timeout_seconds"),
                row.getInt("attempts"));
    }

    /** An ability that may be called: an inactive one is refused. */
    public Ability callable(String id) {
        Ability ability = get(id);
        if (!ability.isActive()) {
            throw ErrorCode.ABILITY_INACTIVE.because("%s", id);
        }
        return ability;
    }

    Ability get(String id) {
        return jdbc.sql("select * from abilities where id = ?")
                .param(id)
                .query(rows)
                .optional()
                .orElseThrow(() -> ErrorCode.ABILITY_NOT_FOUND.because("%s", id));
    }

    List<Ability> active() {
        return jdbc.sql("select * from abilities where status = 'active' order by position, id")
                .query(rows)
                .list();
    }

    Page<AbilityView> active(AbilityFilter filter, PageRequest request) {
        String where = """
                where status = 'active'
                  and (:provider::text is null or provider = :provider)
                  and (:category::text is null or category = :category)
                  and (:abilityType::text is null or ability_type = :abilityType)
                  and (:action::text is null or action = :action)
                  and (:q::text is null or strpos(lower(id || ' ' || display_name), lower(:q)) > 0)
                """;
        long total = filtered("select count(*) from abilities " + where, filter)
                .query(Long.class)
                .single();
        List<AbilityView> items = filtered(
                        "select * from abilities " + where + " order by position, id limit :limit offset :offset",
                        filter)
                .param("limit", request.pageSize())
                .param("offset", request.offset())
                .query(rows)
                .stream()
                .map(Ability::view)
                .toList();
        return new Page<>(items, Pagination.of(request, total));
    }

    private JdbcClient.StatementSpec filtered(String sql, AbilityFilter filter) {
        return jdbc.sql(sql)
                .param("provider", filter.provider())
                .param("category", filter.category())
                .param("abilityType", filter.abilityType())
                .param("action", filter.action())
                .param("q", filter.q());
    }
}
