package com.podi.wallet.hold;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a wallet should do, said again in the simplest way: one user, one call after the other, nothing ever fails. */
final class WalletModel {

    private final Map<Integer, ModelHold> holds = new TreeMap<>();
    private long available;
    private long frozen;
    private long granted;
    private long spent;
    private long released;
    private long entries;

    private static final class ModelHold {
        private final long points;
        private HoldStatus status = HoldStatus.HELD;
        private long charged;

        private ModelHold(long points) {
            this.points = points;
        }
    }

    /** An answer: a refusal by its code, or the state of the hold and both balances. */
    record Answer(String status, long available, long frozen) {}

    /** All that stands in the account and in its holds. */
    record State(
            long available, long frozen, long granted, long spent, long released, long entries, List<String> holds) {}

    Answer freeze(int task, long points) {
        ModelHold before = holds.get(task);
        if (before != null) {
            return before.points == points ? answer(before.status.name()) : refused("WALLET_HOLD_CONFLICT");
        }
        if (available < points) {
            return refused("WALLET_INSUFFICIENT");
        }
        holds.put(task, new ModelHold(points));
        available -= points;
        frozen += points;
        entries++;
        return answer("HELD");
    }

    /** @param points all of them if null */
    Answer confirm(int task, Long points) {
        ModelHold hold = holds.get(task);
        if (hold == null) {
            return refused("WALLET_HOLD_NOT_FOUND");
        }
        long charged = points == null ? hold.points : points;
        if (charged > hold.points) {
            return refused("2003");
        }
        if (hold.status == HoldStatus.CONFIRMED && hold.charged == charged) {
            return answer("CONFIRMED");
        }
        if (hold.status != HoldStatus.HELD) {
            return refused("WALLET_HOLD_CONFLICT");
        }
        end(hold, HoldStatus.CONFIRMED, charged);
        return answer("CONFIRMED");
    }

    Answer release(int task) {
        ModelHold hold = holds.get(task);
        if (hold == null) {
            return refused("WALLET_HOLD_NOT_FOUND");
        }
        if (hold.status == HoldStatus.HELD) {
            end(hold, HoldStatus.RELEASED, 0);
        } else if (hold.status != HoldStatus.RELEASED) {
            return refused("WALLET_HOLD_CONFLICT");
        }
        return answer("RELEASED");
    }

    Answer expire(int task) {
        ModelHold hold = holds.get(task);
        if (hold == null) {
            return refused("WALLET_HOLD_NOT_FOUND");
        }
        if (hold.status == HoldStatus.HELD) {
            end(hold, HoldStatus.EXPIRED, 0);
        }
        return answer(hold.status.name());
    }

    Answer grant(long points) {
        if (available + points < 0) {
            return refused("WALLET_INSUFFICIENT");
        }
        available += points;
        granted += points;
        entries++;
        return answer("GRANTED");
    }

    State state() {
        List<String> all = new ArrayList<>();
        holds.forEach((task, hold) -> all.add("%d:%d:%s:%d".formatted(task, hold.points, hold.status, hold.charged)));
        return new State(available, frozen, granted, spent, released, entries, all);
    }

    private void end(ModelHold hold, HoldStatus status, long charged) {
        hold.status = status;
        hold.charged = charged;
        frozen -= hold.points;
        available += hold.points - charged;
        spent += charged;
        released += hold.points - charged;
        entries += (charged > 0 ? 1 : 0) + (charged < hold.points ? 1 : 0);
    }

    private Answer answer(String status) {
        return new Answer(status, available, frozen);
    }

    private static Answer refused(String code) {
        return new Answer(code, -1, -1);
    }
}
