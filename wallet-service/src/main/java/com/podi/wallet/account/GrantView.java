package com.podi.wallet.account;

/**
 * A grant as administrators see it.
 *
 * @param transactionId its entry in the ledger
 * @param balance points the user could spend after it
 */
record GrantView(String transactionId, String userId, long points, long balance) {}
