package com.podi.wallet.hold;

/** A hold is decided once. */
enum HoldStatus {
    HELD,
    CONFIRMED,
    RELEASED,
    EXPIRED;

    boolean isOpen() {
        return this == HELD;
    }
}
