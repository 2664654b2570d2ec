package com.podi.taskworker.settlement;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.PodiException;
import com.podi.contracts.wallet.ConfirmRequest;
import com.podi.contracts.wallet.ReleaseRequest;
import com.podi.contracts.wallet.WalletClient;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Tells the wallet how tasks ended; the wallet answers a repeat as it answered first. */
@Component
class SettlementJob {

    private static final Logger log = LoggerFactory.getLogger(SettlementJob.class);

    /** What the wallet will answer however often it is asked. */
    private static final Set<ErrorCode> FINAL =
            EnumSet.of(ErrorCode.WALLET_HOLD_NOT_FOUND, ErrorCode.WALLET_HOLD_CONFLICT);

    private static final int BATCH = 50;
    private static final Duration CLAIM = Duration.ofSeconds(30);
    private static final Duration LONGEST_DELAY = Duration.ofMinutes(1);

    private final Settlements settlements;
    private final WalletClient wallet;

    SettlementJob(Settlements settlements, WalletClient wallet) {
        this.settlements = settlements;
        this.wallet = wallet;
    }

    @Scheduled(fixedDelay = 500)
    void run() {
        List<Settlement> due;
        do {
            due = settlements.take(BATCH, CLAIM);
            due.forEach(this::settle);
        } while (due.size() == BATCH);
    }

    private void settle(Settlement settlement) {
        try {
            switch (settlement.decision()) {
                case CONFIRM -> wallet.confirm(new ConfirmRequest(settlement.holdId(), settlement.points()));
                case RELEASE -> wallet.release(new ReleaseRequest(settlement.holdId(), "task ended without a result"));
            }
            settlements.settled(settlement.taskId());
        } catch (PodiException failure) {
            if (!FINAL.contains(failure.errorCode())) {
                settlements.postpone(settlement.taskId(), delayAfter(settlement.attempts()));
            } else {
                log.error(
                        "unsettled: task={} hold={} decision={} because={}",
                        settlement.taskId(),
                        settlement.holdId(),
                        settlement.decision(),
                        failure.getMessage());
                settlements.refused(settlement.taskId());
            }
        }
    }

    private static Duration delayAfter(int attempts) {
        Duration delay = Duration.ofSeconds(1L << Math.min(attempts - 1, 6));
        return delay.compareTo(LONGEST_DELAY) > 0 ? LONGEST_DELAY : delay;
    }
}
