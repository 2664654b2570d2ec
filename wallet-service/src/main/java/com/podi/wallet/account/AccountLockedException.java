package com.podi.wallet.account;

/** Somebody else may have the account locked; whoever waits for it will know. */
public final class AccountLockedException extends RuntimeException {

    private final String what;

    /** @param what is locked, by which the log names it and others know that they wait for the same */
    public AccountLockedException(String what) {
        // Where two replicas want one account this is no failure, and happens all the time.
        super(what + " is locked by somebody else", null, false, false);
        this.what = what;
    }

    public String what() {
        return what;
    }
}
