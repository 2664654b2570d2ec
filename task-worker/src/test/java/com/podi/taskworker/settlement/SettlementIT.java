package com.podi.taskworker.settlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import com.podi.contracts.ability.Plan;
import com.podi.contracts.envelope.ApiResponse;
import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.wallet.ConfirmRequest;
import com.podi.contracts.wallet.HoldView;
import com.podi.contracts.wallet.WalletClient;
import com.podi.starter.id.Ids;
import com.podi.taskworker.SomeTask;
import com.podi.taskworker.queue.Lane;
import com.podi.taskworker.queue.NewTask;
import com.podi.taskworker.queue.TaskQueue;
import com.podi.testsupport.Api;
import com.podi.testsupport.ServiceIT;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.transaction.support.TransactionTemplate;

/** What becomes of a settlement, by what the wallet says to it. */
@ServiceIT
@ExtendWith(OutputCaptureExtension.class)
class SettlementIT {

    @LocalServerPort
    private int port;

    @MockitoBean
    private WalletClient wallet;

    @Autowired
    private Settlements settlements;

    @Autowired
    private SettlementChore chore;

    @Autowired
    private SettlementMetrics metrics;

    @Autowired
    private TaskQueue queue;

    @Autowired
    private TransactionTemplate transaction;

    @Autowired
    private JdbcClient jdbc;

    @BeforeEach
    void forget() {
        jdbc.sql("delete from settlements").update();
    }

    @Test
    void theWalletIsToldOnceWhatWasProduced() {
        when(wallet.confirm(any()))
                .thenReturn(ApiResponse.ok(new HoldView("hold_1", 1, 0, "CONFIRMED", Instant.now())));

        String taskId = settled(3);

        assertThat(stateOf(taskId)).isEqualTo("DONE");
        chore.run();
        verify(wallet, times(1)).confirm(new ConfirmRequest("hold_1", 3L));
    }

    @ParameterizedTest
    @EnumSource(names = {"WALLET_HOLD_CONFLICT", "WALLET_HOLD_NOT_FOUND", "BAD_PARAMETER", "FORBIDDEN"})
    void whatTheWalletRefusesIsKeptAndSaidAloud(ErrorCode refusal, CapturedOutput output) {
        when(wallet.confirm(any())).thenThrow(refusal.because("in the test"));

        String taskId = settled(3);

        assertThat(stateOf(taskId)).isEqualTo("REFUSED");
        due(taskId);
        chore.run();
        verify(wallet, times(1)).confirm(any());
        metrics.look();
        assertThat(Api.onPort(port).get("/actuator/prometheus").response().body())
                .containsPattern("podi_settlements_unsettled\\{.*state=\"refused\".*} 1");
        assertThat(output.getAll()).contains("unsettled: task=" + taskId + " hold=hold_1");
    }

    @ParameterizedTest
    @EnumSource(names = {"WALLET_SERVICE_UNAVAILABLE", "RATE_LIMITED", "TOKEN_EXPIRED", "INTERNAL"})
    void whatMayPassIsTriedAgain(ErrorCode refusal) {
        when(wallet.confirm(any()))
                .thenThrow(refusal.because("in the test"))
                .thenReturn(ApiResponse.ok(new HoldView("hold_1", 1, 0, "CONFIRMED", Instant.now())));

        String taskId = settled(3);
        assertThat(stateOf(taskId)).isEqualTo("OPEN");

        due(taskId);
        chore.run();
        assertThat(stateOf(taskId)).isEqualTo("DONE");
        verify(wallet, never()).release(any());
    }

    private String settled(long points) {
        Plan plan = SomeTask.plan();
        NewTask task = SomeTask.of(Ids.next("task"), "user", plan, NewTask.Timing.AT_ONCE);
        queue.submit(task, Lane.BUILT_IN_TOOLS, Duration.ZERO);
        // Not by the hurry of the commit: the test says when.
        transaction.executeWithoutResult(
                status -> jdbc.sql("""
                        insert into settlements (task_id, hold_id, decision, points, state) values (?, 'hold_1', 'CONFIRM', ?, 'OPEN')
                        """).params(task.taskId(), points).update());
        chore.run();
        return task.taskId();
    }

    private void due(String taskId) {
        jdbc.sql("update settlements set due_at = now() where task_id = ?")
                .param(taskId)
                .update();
    }

    private String stateOf(String taskId) {
        return jdbc.sql("select state from settlements where task_id = ?")
                .param(taskId)
                .query(String.class)
                .single();
    }
}
