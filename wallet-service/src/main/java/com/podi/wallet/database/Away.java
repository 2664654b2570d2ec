package com.podi.wallet.database;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.PodiException;
import java.time.Duration;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessResourceException;
import org.springframework.transaction.TransactionException;

/** What callers hear while the database, or what they want of it, is not to be had. */
public final class Away {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private Away() {}

    /** Whether it would meet everybody else as well. */
    public static boolean is(RuntimeException failure) {
        return failure instanceof DataAccessResourceFailureException
                || failure instanceof TransientDataAccessResourceException
                || failure instanceof TransactionException;
    }

    public static PodiException noAnswer() {
        return unavailable("no answer from the database in time");
    }

    public static PodiException unavailable(String reason) {
        return ErrorCode.WALLET_SERVICE_UNAVAILABLE.because("%s", reason).retryAfter(RETRY_AFTER);
    }
}
