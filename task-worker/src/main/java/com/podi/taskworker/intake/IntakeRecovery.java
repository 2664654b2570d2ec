package com.podi.taskworker.intake;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.PodiException;
import com.podi.contracts.wallet.WalletClient;
import com.podi.taskworker.chore.Chore;
import com.podi.taskworker.execution.TaskFinisher;
import com.podi.taskworker.queue.AbilityTask;
import com.podi.taskworker.queue.TaskQueue;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Undoes intakes that died on their way: nobody was told of the task, so its points go back. */
@Component
class IntakeRecovery implements Chore {

    private static final Logger log = LoggerFactory.getLogger(IntakeRecovery.class);
    private static final int BATCH = 100;

    private final TaskQueue queue;
    private final WalletClient wallet;
    private final TaskFinisher finisher;
    private final Duration timeout;

    IntakeRecovery(TaskQueue queue, WalletClient wallet, TaskFinisher finisher, IntakeProperties properties) {
        this.queue = queue;
        this.wallet = wallet;
        this.finisher = finisher;
        this.timeout = properties.intakeTimeout();
    }

    @Override
    public String due() {
        return """
                exists (select from tasks where status = 'pending' and (uploads_until is null or hold_id is null and points > 0)
                        and created_at < now() - make_interval(secs => %d))""".formatted(timeout.toSeconds());
    }

    @Override
    public void run() {
        for (AbilityTask task : queue.stuckInIntake(timeout, BATCH)) {
            try {
                finisher.abandonIntake(task, holdOf(task), ErrorCode.SERVICE_UNAVAILABLE);
                log.info("intake undone: task={}", task.taskId());
            } catch (RuntimeException later) {
                log.warn("intake not undone yet: task={} because={}", task.taskId(), later.getMessage());
            }
        }
    }

    private Optional<String> holdOf(AbilityTask task) {
        if (task.points() == 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    wallet.findHold(task.userId(), task.taskId(), task.plan().action())
                            .data()
                            .holdId());
        } catch (PodiException refused) {
            if (refused.errorCode() == ErrorCode.WALLET_HOLD_NOT_FOUND) {
                return Optional.empty();
            }
            throw refused;
        }
    }
}
