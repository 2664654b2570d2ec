package com.podi.wallet.hold;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.Text;
import com.podi.contracts.wallet.ConfirmRequest;
import com.podi.contracts.wallet.FreezeRequest;
import com.podi.contracts.wallet.HoldView;
import com.podi.contracts.wallet.ReleaseRequest;
import com.podi.starter.security.Caller;
import com.podi.wallet.hold.Hold.Key;
import com.podi.wallet.ledger.EntryType;

/** What can be done with a hold. It is refused, or done as a whole; a repeat changes nothing and answers as before. */
sealed interface HoldOperation {

    HoldView doneAt(Desk desk);

    /** All operations on one account have the same. */
    int lane();

    /** What it waits for if it has to wait for anything; all that have the same are of one account. */
    String subject();

    /** Who may decide a hold: whoever froze it, and administrators. */
    record Decider(String name, boolean isAdmin) {

        static Decider of(Caller caller) {
            return new Decider(caller.isService() ? caller.clientId() : caller.userId(), caller.isAdmin());
        }

        /** Another caller's hold is refused like one that does not exist. */
        private Hold holdAt(Desk desk, String holdId) {
            return desk.find(holdId)
                    .filter(hold -> isAdmin || hold.key().frozenBy().equals(name))
                    .orElseThrow(() -> ErrorCode.WALLET_HOLD_NOT_FOUND.because("%s for %s", holdId, name));
        }
    }

    /** An operation on a hold that is there. */
    sealed interface Decision extends HoldOperation {

        String holdId();

        @Override
        default int lane() {
            return Hold.laneOf(holdId());
        }

        @Override
        default String subject() {
            return "hold " + holdId();
        }
    }

    record Freeze(Key key, FreezeRequest request) implements HoldOperation {

        @Override
        public HoldView doneAt(Desk desk) {
            return desk.find(key)
                    .map(hold -> repeated(hold, desk))
                    .orElseGet(() -> desk.add(Hold.of(key, request, desk.expiry())));
        }

        private HoldView repeated(Hold hold, Desk desk) {
            if (hold.points() != request.points()) {
                throw ErrorCode.WALLET_HOLD_CONFLICT.because(
                        "%s holds %d, not %d", hold.holdId(), hold.points(), request.points());
            }
            return desk.view(hold);
        }

        @Override
        public int lane() {
            return Hold.laneOfUser(key.userId());
        }

        @Override
        public String subject() {
            return "account " + key.userId();
        }
    }

    record Confirm(ConfirmRequest request, Decider decider) implements Decision {

        private static final Text MORE_THAN_HELD = new Text("不能超过冻结的积分", "must not exceed the points of the hold");

        @Override
        public HoldView doneAt(Desk desk) {
            Hold hold = decider.holdAt(desk, holdId());
            long charged = request.points() == null ? hold.points() : request.points();
            if (charged > hold.points()) {
                throw ErrorCode.BAD_PARAMETER.at("points", MORE_THAN_HELD);
            }
            if (hold.status() == HoldStatus.CONFIRMED && hold.chargedPoints() == charged) {
                return desk.view(hold);
            }
            mustBeOpen(hold);
            return desk.end(hold.ended(HoldStatus.CONFIRMED, charged), EntryType.RELEASE, "not produced");
        }

        @Override
        public String holdId() {
            return request.holdId();
        }
    }

    record Release(ReleaseRequest request, Decider decider) implements Decision {

        @Override
        public HoldView doneAt(Desk desk) {
            Hold hold = decider.holdAt(desk, holdId());
            if (hold.status() == HoldStatus.RELEASED) {
                return desk.view(hold);
            }
            mustBeOpen(hold);
            return desk.end(hold.ended(HoldStatus.RELEASED, 0), EntryType.RELEASE, request.reason());
        }

        @Override
        public String holdId() {
            return request.holdId();
        }
    }

    /** Done to a hold that is overdue; if it was decided in the meantime, that is answered. */
    record Expire(String holdId) implements Decision {

        @Override
        public HoldView doneAt(Desk desk) {
            Hold hold = desk.find(holdId).orElseThrow(() -> ErrorCode.WALLET_HOLD_NOT_FOUND.because("%s", holdId));
            return hold.status().isOpen()
                    ? desk.end(hold.ended(HoldStatus.EXPIRED, 0), EntryType.EXPIRE, "expired")
                    : desk.view(hold);
        }
    }

    private static void mustBeOpen(Hold hold) {
        if (!hold.status().isOpen()) {
            throw ErrorCode.WALLET_HOLD_CONFLICT.because("%s is %s", hold.holdId(), hold.status());
        }
    }
}
