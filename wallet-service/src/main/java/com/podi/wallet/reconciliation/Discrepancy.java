package com.podi.wallet.reconciliation;

/**
 * An account that is off.
 *
 * @param rule what should hold
 */
record Discrepancy(String userId, String rule, long expected, long actual) {}
