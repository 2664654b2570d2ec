package com.podi.contracts.event;

import java.time.Instant;

/** A user has an account; the wallet answers with the welcome grant. */
public record UserRegistered(String userId, String username, String email, Instant registeredAt) implements EventData {

    public static final String TYPE = "user.registered";

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
