package com.podi.wallet.hold;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.PodiException;
import com.podi.contracts.wallet.ConfirmRequest;
import com.podi.contracts.wallet.FreezeRequest;
import com.podi.contracts.wallet.HoldView;
import com.podi.contracts.wallet.ReleaseRequest;
import com.podi.starter.security.Caller;
import com.podi.starter.web.StorableText;
import com.podi.wallet.account.AccountLockedException;
import com.podi.wallet.account.Accounts;
import com.podi.wallet.hold.Hold.Key;
import com.podi.wallet.hold.HoldOperation.Confirm;
import com.podi.wallet.hold.HoldOperation.Decider;
import com.podi.wallet.hold.HoldOperation.Expire;
import com.podi.wallet.hold.HoldOperation.Freeze;
import com.podi.wallet.hold.HoldOperation.Release;
import com.podi.wallet.hold.HoldRepository.Overdue;
import com.podi.wallet.lane.Lanes;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessResourceException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.TransactionException;

/** Freezing, confirming and releasing. What is answered is committed; what waits at the same moment is done together. */
@Service
class HoldService implements DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(HoldService.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
    private static final int WAITING_LANES = 4;

    private final HoldRepository holds;
    private final Accounts accounts;
    private final Lanes<HoldOperation, HoldView> lanes;
    private final Lanes<HoldOperation, HoldView> waitingLanes;

    HoldService(HoldRepository holds, Accounts accounts, HoldBatch batch, HoldProperties properties) {
        this.holds = holds;
        this.accounts = accounts;
        this.lanes = new Lanes<>(properties.lanes(), batch::runFree, HoldService::isAway, HoldService::tooBusy);
        this.waitingLanes = new Lanes<>(
                properties.lanes().of(WAITING_LANES), batch::run, HoldService::isAway, HoldService::tooBusy);
    }

    HoldView freeze(FreezeRequest request, Caller caller) {
        caller.mustActFor(request.userId());
        StorableText.require("userId", request.userId());
        StorableText.require("taskId", request.taskId());
        StorableText.require("action", request.action());
        StorableText.require("channel", request.channel());
        Key key = Key.of(Decider.of(caller).name(), request);
        return done(new Freeze(key, request));
    }

    HoldView confirm(ConfirmRequest request, Caller caller) {
        StorableText.require("holdId", request.holdId());
        return done(new Confirm(request, Decider.of(caller)));
    }

    HoldView release(ReleaseRequest request, Caller caller) {
        StorableText.require("holdId", request.holdId());
        StorableText.require("reason", request.reason());
        return done(new Release(request, Decider.of(caller)));
    }

    HoldView find(String userId, String taskId, String action, Caller caller) {
        return holds.find(new Key(Decider.of(caller).name(), userId, taskId, action))
                .map(hold -> hold.view(accounts.balanceOf(userId)))
                .orElseThrow(() -> ErrorCode.WALLET_HOLD_NOT_FOUND.because("%s %s %s", userId, taskId, action));
    }

    /**
     * One that cannot be given back does not keep the points of the others.
     *
     * @return how many overdue holds were given back, or decided by somebody just before
     */
    /** All that are overdue, a page at a time; however many cannot be given back, the others behind them are. */
    int expire(int page) {
        int expired = 0;
        List<Overdue> overdue = holds.findOverdue(Overdue.NONE, page);
        while (!overdue.isEmpty()) {
            expired += (int) overdue.stream().filter(this::expired).count();
            overdue = holds.findOverdue(overdue.get(overdue.size() - 1), page);
        }
        return expired;
    }

    private boolean expired(Overdue hold) {
        try {
            done(new Expire(hold.holdId()));
            return true;
        } catch (RuntimeException failure) {
            log.warn("hold not expired yet: hold={}", hold.holdId(), failure);
            return false;
        }
    }

    /** Who has to wait for somebody else's lock does so where those who need not are not behind him. */
    private HoldView done(HoldOperation operation) {
        try {
            return lanes.submit(operation.lane(), operation);
        } catch (AccountLockedException locked) {
            return doneLater(operation);
        }
    }

    private HoldView doneLater(HoldOperation operation) {
        try {
            return waitingLanes.submit(operation.lane(), operation);
        } catch (AccountLockedException stillLocked) {
            throw ErrorCode.WALLET_SERVICE_UNAVAILABLE
                    .because("%s", stillLocked.getMessage())
                    .retryAfter(RETRY_AFTER);
        }
    }

    private static boolean isAway(RuntimeException failure) {
        return failure instanceof DataAccessResourceFailureException
                || failure instanceof TransientDataAccessResourceException
                || failure instanceof TransactionException;
    }

    private static PodiException tooBusy() {
        return ErrorCode.WALLET_SERVICE_UNAVAILABLE
                .because("no answer from the database in time")
                .retryAfter(RETRY_AFTER);
    }

    @Override
    public void destroy() {
        lanes.close();
        waitingLanes.close();
    }
}
