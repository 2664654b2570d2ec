package com.podi.wallet.ledger;

/** What a movement of points was. */
public enum EntryType {
    GRANT,
    FREEZE,
    CHARGE,
    RELEASE,
    EXPIRE
}
