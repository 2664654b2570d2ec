package com.podi.contracts.ability;

/** What things may be called, as regular expressions: the same wherever they are named. */
public final class Names {

    /** Of a provider, which is also the type of its executors and stands in the ids of its abilities. */
    public static final String PROVIDER = "[a-z0-9-]{2,32}";

    /** The id that an administrator chooses for a record. */
    public static final String RECORD_ID = "[A-Za-z0-9_-]{3,64}";

    public static final String ACTION = "[a-z0-9_-]{2,64}";

    private Names() {}
}
