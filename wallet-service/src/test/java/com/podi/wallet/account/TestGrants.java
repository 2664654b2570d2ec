package com.podi.wallet.account;

import com.podi.wallet.WalletCore;

/** Lets tests of other packages grant. */
public final class TestGrants {

    private TestGrants() {}

    public static void welcome(WalletCore wallet, String userId, long points) {
        wallet.get(Grants.class).welcome(userId, points);
    }

    /** @return the balance after it */
    public static long grant(WalletCore wallet, String userId, long points, String onceKey) {
        return wallet.get(Grants.class).grant(userId, points, "test", onceKey).balance();
    }
}
