package com.podi.wallet.hold;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.Text;
import com.podi.contracts.wallet.ConfirmRequest;
import com.podi.contracts.wallet.FreezeRequest;
import com.podi.contracts.wallet.HoldView;
import com.podi.contracts.wallet.ReleaseRequest;
import com.podi.starter.id.Ids;
import com.podi.starter.security.Caller;
import com.podi.wallet.account.Accounts;
import com.podi.wallet.account.Balance;
import com.podi.wallet.ledger.EntryType;
import java.util.List;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Freezing, confirming and releasing; a repeat changes nothing and answers as the first call did. */
@Service
class HoldService {

    private static final Text MORE_THAN_HELD = new Text("不能超过冻结的积分", "must not exceed the points of the hold");

    private final HoldRepository holds;
    private final Accounts accounts;
    private final HoldProperties properties;

    HoldService(HoldRepository holds, Accounts accounts, HoldProperties properties) {
        this.holds = holds;
        this.accounts = accounts;
        this.properties = properties;
    }

    @Transactional
    HoldView freeze(FreezeRequest request, Caller caller) {
        caller.mustActFor(request.userId());
        String frozenBy = nameOf(caller);
        return holds.insert(Ids.next("hold"), frozenBy, request, properties.ttl())
                .map(hold -> view(hold, accounts.freeze(hold.userId(), hold.points(), hold.purpose(null))))
                .orElseGet(() -> repeated(frozenBy, request));
    }

    @Transactional
    HoldView confirm(ConfirmRequest request, Caller caller) {
        Hold hold = decidable(request.holdId(), caller);
        long charged = request.points() == null ? hold.points() : request.points();
        if (charged > hold.points()) {
            throw ErrorCode.BAD_PARAMETER.at("points", MORE_THAN_HELD);
        }
        if (hold.status() == HoldStatus.CONFIRMED && hold.chargedPoints() == charged) {
            return view(hold, accounts.balanceOf(hold.userId()));
        }
        mustBeOpen(hold);
        if (charged > 0) {
            accounts.spendFrozen(hold.userId(), charged, hold.purpose(null));
        }
        if (charged < hold.points()) {
            accounts.unfreeze(hold.userId(), hold.points() - charged, EntryType.RELEASE, hold.purpose("not produced"));
        }
        return end(hold.ended(HoldStatus.CONFIRMED, charged));
    }

    @Transactional
    HoldView release(ReleaseRequest request, Caller caller) {
        Hold hold = decidable(request.holdId(), caller);
        if (hold.status() == HoldStatus.RELEASED) {
            return view(hold, accounts.balanceOf(hold.userId()));
        }
        mustBeOpen(hold);
        accounts.unfreeze(hold.userId(), hold.points(), EntryType.RELEASE, hold.purpose(request.reason()));
        return end(hold.ended(HoldStatus.RELEASED, 0));
    }

    @Transactional(readOnly = true)
    HoldView find(String userId, String taskId, String action, Caller caller) {
        return holds.find(nameOf(caller), userId, taskId, action)
                .map(hold -> view(hold, accounts.balanceOf(userId)))
                .orElseThrow(() -> ErrorCode.WALLET_HOLD_NOT_FOUND.because("%s %s %s", userId, taskId, action));
    }

    /** @return how many holds were given back */
    @Transactional
    int expire(int limit) {
        List<Hold> overdue = holds.lockExpired(limit);
        for (Hold hold : overdue) {
            accounts.unfreeze(hold.userId(), hold.points(), EntryType.EXPIRE, hold.purpose("expired"));
            holds.save(hold.ended(HoldStatus.EXPIRED, 0));
        }
        return overdue.size();
    }

    private HoldView repeated(String frozenBy, FreezeRequest request) {
        Hold hold = holds.find(frozenBy, request.userId(), request.taskId(), request.action())
                .orElseThrow(() -> ErrorCode.WALLET_INSUFFICIENT.because("%s has no account", request.userId()));
        if (hold.points() != request.points()) {
            throw ErrorCode.WALLET_HOLD_CONFLICT.because(
                    "%s holds %d, not %d", hold.holdId(), hold.points(), request.points());
        }
        return view(hold, accounts.balanceOf(hold.userId()));
    }

    /** Another caller's hold is refused like one that does not exist. */
    private Hold decidable(String holdId, Caller caller) {
        return holds.lock(holdId)
                .filter(hold -> caller.isAdmin() || hold.frozenBy().equals(nameOf(caller)))
                .orElseThrow(() -> ErrorCode.WALLET_HOLD_NOT_FOUND.because("%s for %s", holdId, nameOf(caller)));
    }

    private static void mustBeOpen(Hold hold) {
        if (!hold.status().isOpen()) {
            throw ErrorCode.WALLET_HOLD_CONFLICT.because("%s is %s", hold.holdId(), hold.status());
        }
    }

    private HoldView end(Hold ended) {
        holds.save(ended);
        return view(ended, accounts.balanceOf(ended.userId()));
    }

    private static String nameOf(Caller caller) {
        return caller.isService() ? caller.clientId() : caller.userId();
    }

    private static HoldView view(Hold hold, Balance balance) {
        return new HoldView(
                hold.holdId(),
                balance.available(),
                balance.frozen(),
                hold.status().name(),
                hold.expiresAt());
    }
}
