package com.podi.media.grant;

/** What became of a grant; only an open one can be recorded, and that once. */
public enum GrantState {
    GRANTED,
    /** Used up by the record of its picture. */
    STORED,
    /** Used up by what was put instead of a picture. */
    REFUSED,
    /** Its picture was recorded and deleted: whoever still reports it brings nothing back. */
    DELETED,
    /** Over; what still lies under its key is being deleted. */
    EXPIRED
}
