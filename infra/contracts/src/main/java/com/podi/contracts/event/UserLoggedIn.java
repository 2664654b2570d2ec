package com.podi.contracts.event;

import java.time.Instant;

/** A user has logged in. */
public record UserLoggedIn(String userId, Instant loggedInAt) implements EventData {

    public static final String TYPE = "user.logged-in";

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public String topic() {
        return Topics.USER;
    }

    @Override
    public String aggregateId() {
        return userId;
    }
}
