package com.podi.taskworker.callback;

import com.podi.starter.seal.SealedColumn;
import com.podi.starter.seal.SealedThings;
import com.podi.starter.seal.Sealer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What has to be sealed anew when the master key is replaced. */
@Configuration(proxyBeanMethods = false)
class SealedCallbacks {

    private static final SealedColumn.Place SECRETS =
            new SealedColumn.Place("webhook_secrets", "secret_id", "bigint", "sealed", "user_id");
    private static final SealedColumn.Place CALLBACKS = new SealedColumn.Place(
            "callbacks",
            "task_id",
            "text",
            "sealed",
            "(select user_id from tasks where tasks.task_id = callbacks.task_id)");

    @Bean
    SealedThings webhookSecretsAnew(JdbcClient jdbc, Sealer sealer) {
        return new SealedColumn(jdbc, sealer, SECRETS, WebhookSecrets::purpose);
    }

    @Bean
    SealedThings callbacksAnew(JdbcClient jdbc, Sealer sealer) {
        return new SealedColumn(jdbc, sealer, CALLBACKS, Callbacks::purpose);
    }
}
