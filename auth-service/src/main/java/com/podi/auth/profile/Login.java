package com.podi.auth.profile;

import java.time.Instant;

/**
 * A login that succeeded.
 *
 * @param address where the client came from
 */
public record Login(String address, Instant loggedInAt) {}
