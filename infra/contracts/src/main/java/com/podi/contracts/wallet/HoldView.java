package com.podi.contracts.wallet;

import java.time.Instant;

/**
 * A hold as callers see it.
 *
 * @param balance points the user can still spend
 * @param frozen points that lie in all of the user's holds
 * @param status HELD, CONFIRMED, RELEASED or EXPIRED
 */
public record HoldView(String holdId, long balance, long frozen, String status, Instant expiresAt) {}
