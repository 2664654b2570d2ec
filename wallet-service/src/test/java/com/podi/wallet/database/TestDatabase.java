package com.podi.wallet.database;

import org.springframework.jdbc.support.SQLExceptionTranslator;

/** Lets tests of other packages tell one failure of the database from another as the service does. */
public final class TestDatabase {

    private TestDatabase() {}

    public static SQLExceptionTranslator translator() {
        return new PostgresTranslator();
    }
}
