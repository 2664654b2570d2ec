package com.podi.auth.profile;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Forgets old logins: addresses are personal, and nobody asks for them for ever. */
@Component
class LoginHistoryJob {

    private final JdbcClient jdbc;
    private final LoginHistoryProperties properties;

    LoginHistoryJob(JdbcClient jdbc, LoginHistoryProperties properties) {
        this.jdbc = jdbc;
        this.properties = properties;
    }

    @Scheduled(fixedDelay = 3_600_000)
    void purge() {
        jdbc.sql("delete from login_history where logged_in_at < now() - make_interval(secs => ?)")
                .param(properties.kept().toSeconds())
                .update();
    }
}
