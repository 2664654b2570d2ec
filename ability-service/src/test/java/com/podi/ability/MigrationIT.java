package com.podi.ability;

import static org.assertj.core.api.Assertions.assertThat;

import com.podi.testsupport.Database;
import com.podi.testsupport.RealParts;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class MigrationIT {

    private static final String APPEND = """
            insert into ability_invocation_logs (
                id, task_id, ability_id, provider, action, executor_id, user_id, status, duration_ms, queue_ms,
                billing_unit, units, list_price, discount_price, cost_amount, currency, points, trace_id,
                request_summary, outputs, output_bytes, error_code, error_message, created_at)
            values ('log_' || ?, 'task_' || ?, 'podi_upscale', 'podi', 'upscale', null, 'user', 'completed', 1000, 5,
                'per_image', 1, 0.1, null, 0.1, 'CNY', 10, null, '{}', '["k"]', 100, null, null, now() - ?::interval)
            """;

    @Test
    void whatWasLoggedBeforeIsAddedUpAndTheVersionBeforeMayGoOn() {
        DriverManagerDataSource source = newDatabase();
        JdbcClient jdbc = JdbcClient.create(source);
        migrateTo("1", source);
        append(jdbc, "1", "100 days");
        append(jdbc, "2", "0 days");

        migrateTo("latest", source);
        append(jdbc, "3", "0 days");

        assertThat(jdbc.sql("select id from ability_invocation_logs order by id desc")
                        .query(String.class)
                        .list())
                .containsExactly("log_3", "log_2", "log_1");
        assertThat(sum(jdbc, "select sum(calls) from calls_by_day")).isEqualTo(3);
        assertThat(sum(jdbc, "select sum(calls) from calls_by_user")).isEqualTo(3);
        assertThat(sum(jdbc, "select sum(calls) from calls_by_hour")).isEqualTo(3);
        assertThat(sum(jdbc, "select sum(calls) from calls_by_size where dimension = 'ability'"))
                .isEqualTo(3);
        assertThat(sum(jdbc, "select count(*) from invocations where ended_at is not null"))
                .isEqualTo(3);
        assertThat(sum(jdbc, "select count(*) from pg_inherits where inhparent = 'ability_invocation_logs'::regclass"))
                .as("months from the oldest call to two ahead")
                .isBetween(6L, 7L);
    }

    @Test
    void whatWasAddedUpByTheHourIsAddedUpByTheDay() {
        DriverManagerDataSource source = newDatabase();
        JdbcClient jdbc = JdbcClient.create(source);
        migrateTo("20", source);
        append(jdbc, "1", "3 days");
        append(jdbc, "2", "0 days");

        migrateTo("latest", source);
        append(jdbc, "3", "0 days");

        String sums = """
                select md5(string_agg(sums::text, ',' order by sums::text)) from (
                    select (hour at time zone 'UTC')::date, ability_id, status, currency, bucket, sum(calls), sum(cost_amount),
                           sum(points) from calls_by_hour group by 1, 2, 3, 4, 5) sums
                """;
        assertThat(jdbc.sql(sums).query(String.class).single())
                .isEqualTo(jdbc.sql("""
                                select md5(string_agg(sums::text, ',' order by sums::text)) from (
                                    select day, name, status, currency, bucket, calls, cost_amount, points
                                    from calls_by_size where dimension = 'ability') sums
                                """).query(String.class).single());
    }

    @Test
    void aKeyThatWasErasedIsHidden() {
        DriverManagerDataSource source = newDatabase();
        JdbcClient jdbc = JdbcClient.create(source);
        migrateTo("70", source);
        jdbc.sql("""
                        insert into changes (id, kind, record_id, revision, action, actor, changed_fields, document)
                        values ('c1', 'api_key', 'gone', 1, 'created', 'a', '{}', '{}'),
                               ('c2', 'api_key', 'gone', 2, 'deleted', 'a', '{}',
                                '{"provider": "kie", "name": "main", "key": "****abcd", "status": "active"}')
                        """).update();

        migrateTo("latest", source);

        assertThat(jdbc.sql("select provider || name || hint || revision from api_keys where hidden_at is not null")
                        .query(String.class)
                        .list())
                .containsExactly("kiemainabcd2");
    }

    @Test
    void whatAnAdministratorHasMadeBeforeAReleaseBringsItStays() {
        DriverManagerDataSource source = newDatabase();
        JdbcClient jdbc = JdbcClient.create(source);
        migrateTo("61", source);
        String copy = """
                insert into abilities (id, provider, category, capability_key, action, display_name, description, status,
                                       ability_type, requires_image, position, input_fields)
                values (?, ?, 'c', ?, 'a', 'mine', 'd', 'active', 'api', false, 1, '[]')
                """;
        jdbc.sql(copy).params("openai_chat", "openai", "other").update();
        jdbc.sql(copy).params("mine", "kie", "generate").update();

        migrateTo("latest", source);

        assertThat(jdbc.sql("select id from abilities where display_name = 'mine' order by id")
                        .query(String.class)
                        .list())
                .containsExactly("mine", "openai_chat");
        assertThat(jdbc.sql("select id from abilities where id in ('kie_generate', 'openai_generate')")
                        .query(String.class)
                        .list())
                .containsExactly("openai_generate");
    }

    private static DriverManagerDataSource newDatabase() {
        Database database = RealParts.database();
        return new DriverManagerDataSource(database.jdbcUrl(), database.user(), database.password());
    }

    private static void migrateTo(String version, DriverManagerDataSource source) {
        Flyway.configure()
                .dataSource(source)
                .locations("classpath:db/migration", "classpath:db/shared")
                .outOfOrder(true)
                .target(version)
                .load()
                .migrate();
    }

    private static void append(JdbcClient jdbc, String id, String age) {
        jdbc.sql(APPEND).params(id, id, age).update();
    }

    private static long sum(JdbcClient jdbc, String sql) {
        return jdbc.sql(sql).query(Long.class).single();
    }
}
