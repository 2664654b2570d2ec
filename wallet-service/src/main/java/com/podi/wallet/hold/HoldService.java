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
import com.podi.wallet.database.Away;
import com.podi.wallet.hold.Hold.Key;
import com.podi.wallet.hold.HoldOperation.Confirm;
import com.podi.wallet.hold.HoldOperation.Decider;
import com.podi.wallet.hold.HoldOperation.Expire;
import com.podi.wallet.hold.HoldOperation.Freeze;
import com.podi.wallet.hold.HoldOperation.Release;
import com.podi.wallet.hold.HoldRepository.Overdue;
import com.podi.wallet.lane.Lanes;
import com.podi.wallet.lane.WaitingRoom;
import com.podi.wallet.lane.Work;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Service;

/** Freezing, confirming and releasing. What is answered is committed; what waits at the same moment is done together. */
@Service
class HoldService implements DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(HoldService.class);

    /** Of the connections that move points, so many at most wait for accounts that are locked. */
    private static final int WAITED_FOR_AT_A_TIME = 4;

    private final HoldRepository holds;
    private final Accounts accounts;
    private final Lanes<HoldOperation, HoldView> lanes;
    private final WaitingRoom<HoldOperation, HoldView> waitingRoom;

    HoldService(HoldRepository holds, Accounts accounts, HoldBatch batch, HoldProperties properties) {
        this.holds = holds;
        this.accounts = accounts;
        this.lanes = new Lanes<>(properties.lanes(), new Work<>(batch::run, Away::is), Away::noAnswer);
        this.waitingRoom = new WaitingRoom<>(
                "holds-wait",
                properties.lanes().of(WAITED_FOR_AT_A_TIME),
                new Work<>(batch::runWaiting, Away::is),
                Away::noAnswer);
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
     * All that are overdue, a page at a time; however many cannot be given back, the others behind them are.
     *
     * @return how many were given back, or decided by somebody just before
     */
    int expire(int page) {
        int expired = 0;
        Set<String> unavailable = new HashSet<>();
        List<Overdue> overdue = holds.findOverdue(Overdue.NONE, page);
        while (!overdue.isEmpty()) {
            expired += (int) overdue.stream()
                    .filter(hold -> !unavailable.contains(hold.userId()) && expired(hold, unavailable))
                    .count();
            overdue = holds.findOverdue(overdue.get(overdue.size() - 1), page);
        }
        return expired;
    }

    /** @param unavailable the accounts that were waited for in vain: once in a run is enough */
    private boolean expired(Overdue hold, Set<String> unavailable) {
        try {
            done(new Expire(hold.holdId()));
            return true;
        } catch (RuntimeException failure) {
            log.warn("hold not expired yet: hold={} user={}", hold.holdId(), hold.userId(), failure);
            if (failure instanceof PodiException refusal
                    && refusal.errorCode() == ErrorCode.WALLET_SERVICE_UNAVAILABLE) {
                unavailable.add(hold.userId());
            }
            return false;
        }
    }

    /** Who has to wait for somebody else's lock does so where those who need not are not behind him. */
    private HoldView done(HoldOperation operation) {
        try {
            return lanes.submit(operation.lane(), operation);
        } catch (AccountLockedException locked) {
            return doneLater(locked.what(), operation);
        }
    }

    private HoldView doneLater(String what, HoldOperation operation) {
        try {
            return waitingRoom.submit(what, operation);
        } catch (AccountLockedException stillLocked) {
            throw Away.unavailable(stillLocked.getMessage());
        }
    }

    @Override
    public void destroy() {
        lanes.close();
        waitingRoom.close();
    }
}
