package com.podi.testsupport;

/** A PostgreSQL database and the role that owns it. */
public record Database(String jdbcUrl, String user, String password) {}
