package com.podi.taskworker;

import static org.assertj.core.api.Assertions.assertThat;

import com.podi.starter.seal.Resealing;
import com.podi.starter.seal.Sealer;
import com.podi.taskworker.queue.AbilityTask;
import com.podi.taskworker.queue.Lane;
import com.podi.taskworker.queue.NewTask;
import com.podi.taskworker.queue.TaskImage;
import com.podi.taskworker.queue.TaskQueue;
import com.podi.taskworker.queue.Tasks;
import com.podi.testsupport.Api;
import com.podi.testsupport.ServiceIT;
import com.podi.testsupport.TestTokens;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;

/** The master key was replaced, and the former one is still there. */
@ServiceIT
@TestPropertySource(properties = "podi.seal.keys=" + MasterKeyIT.PRESENT + "," + MasterKeyIT.FORMER)
class MasterKeyIT {

    static final String PRESENT = "cHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHA=";
    static final String FORMER = "ZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmY=";

    private static final String USER = "ann";
    private static final String ADDRESS = "https://example.com/a.png?signature=x";

    @LocalServerPort
    private int port;

    @Autowired
    private Resealing resealing;

    @Autowired
    private TaskQueue queue;

    @Autowired
    private Tasks tasks;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private ApplicationContext context;

    private Sealer former;
    private Sealer present;

    @BeforeEach
    void open() throws GeneralSecurityException {
        context.getBean("taskDispatcher", SmartLifecycle.class).stop();
        former = new Sealer(List.of(FORMER));
        present = new Sealer(List.of(PRESENT));
    }

    @Test
    void whatTheFormerKeyHasSealedIsSealedAnewAlsoOfTasksThatHaveEnded() {
        String secret =
                "whsec_" + Base64.getEncoder().encodeToString("s".repeat(24).getBytes(StandardCharsets.UTF_8));
        jdbc.sql("insert into webhook_secrets (user_id, sealed) values (?, ?)")
                .params(USER, sealed(secret, "webhook secret of ann"))
                .update();
        String waiting = submitted();
        String ended = submitted();
        jdbc.sql("insert into callbacks (task_id, target, sealed, language) values (?, 'https://example.com', ?, 'en')")
                .params(ended, sealed("{}", "callback of ann"))
                .update();
        queue.enqueue(ended, Optional.empty());
        queue.cancelWaiting(ended);

        resealing.run();

        assertThat(opened(
                        sealedIn("select sealed from webhook_secrets where user_id = ?", USER),
                        "webhook secret of ann"))
                .isEqualTo(secret);
        assertThat(Api.onPort(port)
                        .as(TestTokens.start().user(USER))
                        .get("/api/webhooks/secret")
                        .text("/secret"))
                .isEqualTo(secret);
        assertThat(opened(sealedIn("select sealed from callbacks where task_id = ?", ended), "callback of ann"))
                .isEqualTo("{}");
        for (String taskId : List.of(waiting, ended)) {
            AbilityTask task = tasks.find(taskId).orElseThrow();
            assertThat(opened(task.images().get(0).sealedUrl(), "picture of ann"))
                    .isEqualTo(ADDRESS);
        }
    }

    private String submitted() {
        TaskImage picture = TaskImage.elsewhere("image", sealed(ADDRESS, "picture of ann"), "a.png");
        NewTask task = SomeTask.with(USER, SomeTask.plan(), picture);
        queue.submit(task, Lane.BUILT_IN_TOOLS, Duration.ofHours(1));
        return task.taskId();
    }

    private byte[] sealedIn(String query, String key) {
        return jdbc.sql(query).param(key).query(byte[].class).single();
    }

    private byte[] sealed(String text, String purpose) {
        return former.seal(text.getBytes(StandardCharsets.UTF_8), purpose);
    }

    private String opened(byte[] sealed, String purpose) {
        return new String(present.open(sealed, purpose), StandardCharsets.UTF_8);
    }
}
