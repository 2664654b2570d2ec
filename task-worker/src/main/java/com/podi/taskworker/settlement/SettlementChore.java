package com.podi.taskworker.settlement;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.PodiException;
import com.podi.contracts.wallet.ConfirmRequest;
import com.podi.contracts.wallet.ReleaseRequest;
import com.podi.contracts.wallet.WalletClient;
import com.podi.taskworker.chore.Chore;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.task.SimpleAsyncTaskExecutorBuilder;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.stereotype.Component;

/** Tells the wallet how tasks ended; the wallet answers a repeat as it answered first. */
@Component
class SettlementChore implements Chore {

    private static final Logger log = LoggerFactory.getLogger(SettlementChore.class);

    /** What may pass although it is the caller who is blamed. */
    private static final Set<ErrorCode> PASSING =
            EnumSet.of(ErrorCode.RATE_LIMITED, ErrorCode.TOKEN_EXPIRED, ErrorCode.TOKEN_INVALID);

    private static final int BATCH = 50;
    private static final int AT_ONCE = 8;
    private static final Duration CLAIM = Duration.ofSeconds(30);
    private static final Duration LONGEST_DELAY = Duration.ofMinutes(1);

    private final Settlements settlements;
    private final WalletClient wallet;
    private final SettlementMetrics metrics;
    private final AsyncTaskExecutor threads;

    SettlementChore(
            Settlements settlements,
            WalletClient wallet,
            SettlementMetrics metrics,
            SimpleAsyncTaskExecutorBuilder threads) {
        this.settlements = settlements;
        this.wallet = wallet;
        this.metrics = metrics;
        this.threads = threads.threadNamePrefix("settlement-")
                .concurrencyLimit(AT_ONCE)
                .build();
    }

    @Override
    public String due() {
        return "exists (select from settlements where state = 'OPEN' and due_at <= now())";
    }

    @Override
    public void run() {
        List<Settlement> due;
        do {
            due = settlements.take(BATCH, CLAIM);
            ConcurrentLinkedQueue<Settlement> settled = new ConcurrentLinkedQueue<>();
            CompletableFuture<?>[] all = due.stream()
                    .map(settlement -> CompletableFuture.runAsync(() -> settle(settlement, settled), threads))
                    .toArray(CompletableFuture[]::new);
            CompletableFuture.allOf(all).join();
            if (!settled.isEmpty()) {
                settlements.settled(settled.stream().map(Settlement::taskId).toList());
                settled.forEach(metrics::settled);
            }
        } while (due.size() == BATCH);
    }

    private void settle(Settlement settlement, ConcurrentLinkedQueue<Settlement> settled) {
        try {
            switch (settlement.decision()) {
                case CONFIRM -> wallet.confirm(new ConfirmRequest(settlement.holdId(), settlement.points()));
                case RELEASE -> wallet.release(new ReleaseRequest(settlement.holdId(), "task ended without a result"));
            }
            settled.add(settlement);
        } catch (PodiException failure) {
            if (failure.errorCode().status() < 500 && !PASSING.contains(failure.errorCode())) {
                giveUp(settlement, failure);
            } else {
                log.debug("not settled yet: task={} hold={}", settlement.taskId(), settlement.holdId(), failure);
                settlements.postpone(settlement.taskId(), delayAfter(settlement.attempts()));
            }
        } catch (RuntimeException failure) {
            log.warn("not settled yet: task={}", settlement.taskId(), failure);
            settlements.postpone(settlement.taskId(), delayAfter(settlement.attempts()));
        }
    }

    private void giveUp(Settlement settlement, PodiException failure) {
        log.error(
                "unsettled: task={} hold={} decision={} because={}",
                settlement.taskId(),
                settlement.holdId(),
                settlement.decision(),
                failure.getMessage());
        settlements.refused(settlement.taskId());
    }

    private static Duration delayAfter(int attempts) {
        Duration delay = Duration.ofSeconds(1L << Math.min(attempts - 1, 6));
        return delay.compareTo(LONGEST_DELAY) > 0 ? LONGEST_DELAY : delay;
    }
}
