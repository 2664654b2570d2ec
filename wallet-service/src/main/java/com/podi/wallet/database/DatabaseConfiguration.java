package com.podi.wallet.database;

import com.zaxxer.hikari.HikariDataSource;
import javax.sql.DataSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SQLExceptionTranslator;

@Configuration(proxyBeanMethods = false)
class DatabaseConfiguration {

    @Bean
    static BeanPostProcessor watchedDatabase() {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return bean instanceof HikariDataSource pool ? new WatchedDataSource(pool) : bean;
            }
        };
    }

    @Bean
    SQLExceptionTranslator postgresTranslator() {
        return new PostgresTranslator();
    }

    @Bean(defaultCandidate = false)
    @Reading
    @ConfigurationProperties("podi.wallet.reading")
    HikariDataSource readingPool(DataSourceProperties database) {
        return database.initializeDataSourceBuilder()
                .type(HikariDataSource.class)
                .build();
    }

    @Bean(defaultCandidate = false)
    @Reading
    JdbcClient readingClient(@Reading DataSource pool, SQLExceptionTranslator translator) {
        JdbcTemplate jdbc = new JdbcTemplate(pool);
        jdbc.setExceptionTranslator(translator);
        return JdbcClient.create(jdbc);
    }
}
