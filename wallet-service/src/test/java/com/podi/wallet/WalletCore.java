package com.podi.wallet;

import com.podi.testsupport.Database;
import com.podi.wallet.database.TestDatabase;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationVersion;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ClassPathBeanDefinitionScanner;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.type.filter.RegexPatternTypeFilter;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.support.TransactionTemplate;

/** The wallet without its ways in: what moves points, on a real database and at full speed. */
public final class WalletCore implements AutoCloseable {

    private static final Pattern WAYS_IN = Pattern.compile(".*(Controller|Listener|Job|Pages)");

    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
    private final HikariDataSource pool;
    private final HikariDataSource outside;

    private WalletCore(HikariDataSource pool, HikariDataSource outside, UnaryOperator<DataSource> between, int lanes) {
        this.pool = pool;
        this.outside = outside;
        outside.setMinimumIdle(1);
        MutablePropertySources settings = context.getEnvironment().getPropertySources();
        settings.addFirst(new MapPropertySource(
                "test", Map.of("podi.wallet.hold.lanes.patience", "PT30S", "podi.wallet.hold.lanes.count", lanes)));
        shippedSettings().forEach(settings::addLast);
        pool.setConnectionInitSql(
                context.getEnvironment().getRequiredProperty("spring.datasource.hikari.connection-init-sql"));
        context.registerBean(DataSource.class, () -> between.apply(pool));
        context.register(Jdbc.class);
        ClassPathBeanDefinitionScanner scanner = new ClassPathBeanDefinitionScanner(context);
        scanner.addExcludeFilter(new RegexPatternTypeFilter(WAYS_IN));
        scanner.scan("com.podi.wallet.hold", "com.podi.wallet.account", "com.podi.wallet.ledger");
        context.refresh();
    }

    private static List<PropertySource<?>> shippedSettings() {
        try {
            return new YamlPropertySourceLoader().load("shipped", new ClassPathResource("application.yml"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes the tables as they were in this version. */
    public static void migrate(Database database, MigrationVersion version) {
        Flyway.configure()
                .dataSource(database.jdbcUrl(), database.user(), database.password())
                .locations("classpath:db/migration", "classpath:db/shared")
                .outOfOrder(true)
                .target(version)
                .load()
                .migrate();
    }

    public static WalletCore on(Database database) {
        return on(database, 1);
    }

    /** @param lanes how many batches are worked on at a time */
    public static WalletCore on(Database database, int lanes) {
        return on(database.jdbcUrl(), database, UnaryOperator.identity(), lanes);
    }

    /** @param between what stands between the wallet and its connections */
    public static WalletCore on(Database database, UnaryOperator<DataSource> between) {
        return on(database.jdbcUrl(), database, between, 1);
    }

    private static WalletCore on(String jdbcUrl, Database database, UnaryOperator<DataSource> between, int lanes) {
        migrate(database, MigrationVersion.LATEST);
        return new WalletCore(pool(jdbcUrl, database), pool(database.jdbcUrl(), database), between, lanes);
    }

    private static HikariDataSource pool(String jdbcUrl, Database database) {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(jdbcUrl);
        pool.setUsername(database.user());
        pool.setPassword(database.password());
        pool.setConnectionTimeout(5_000);
        return pool;
    }

    public <T> T get(Class<T> type) {
        return context.getBean(type);
    }

    /** For a look at the tables: nothing stands between it and them, and no setting of the service holds for it. */
    public JdbcClient jdbc() {
        return JdbcClient.create(outside);
    }

    /** For somebody who comes past the wallet. */
    public Connection newSession() throws SQLException {
        return outside.getConnection();
    }

    public void open(String userId) {
        jdbc().sql("insert into accounts (user_id) values (?)").param(userId).update();
    }

    /** What {@code broken-rules.sql} finds: the rule and the account that breaks it. */
    public List<String> brokenRules() {
        return brokenRules(jdbc());
    }

    public static List<String> brokenRules(JdbcClient jdbc) {
        try {
            String sql = new ClassPathResource("com/podi/wallet/reconciliation/broken-rules.sql")
                    .getContentAsString(StandardCharsets.UTF_8);
            return jdbc.sql(sql)
                    .query((row, number) -> row.getString("user_id") + ": " + row.getString("rule"))
                    .list();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        context.close();
        pool.close();
        outside.close();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableTransactionManagement
    @ConfigurationPropertiesScan("com.podi.wallet.hold")
    static class Jdbc {

        @Bean
        JdbcTemplate jdbcTemplate(DataSource dataSource) {
            JdbcTemplate jdbc = new JdbcTemplate(dataSource);
            jdbc.setExceptionTranslator(TestDatabase.translator());
            return jdbc;
        }

        @Bean
        JdbcClient jdbcClient(JdbcTemplate jdbc) {
            return JdbcClient.create(jdbc);
        }

        @Bean
        PlatformTransactionManager transactionManager(DataSource dataSource) {
            return new JdbcTransactionManager(dataSource);
        }

        @Bean
        TransactionTemplate transactionTemplate(PlatformTransactionManager transactions) {
            return new TransactionTemplate(transactions);
        }
    }
}
