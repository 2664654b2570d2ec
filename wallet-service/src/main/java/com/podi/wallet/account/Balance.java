package com.podi.wallet.account;

/**
 * @param available points the user can spend
 * @param frozen points that lie in holds
 */
public record Balance(long available, long frozen) {

    static final Balance EMPTY = new Balance(0, 0);
}
