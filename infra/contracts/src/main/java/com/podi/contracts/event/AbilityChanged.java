package com.podi.contracts.event;

/**
 * An ability was made, changed or removed, or what it runs on was.
 *
 * @param version of the ability
 * @param active whether it may be called
 */
public record AbilityChanged(String abilityId, int version, boolean active) implements EventData {

    public static final String TYPE = "ability.changed";

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public String topic() {
        return Topics.ABILITY;
    }

    @Override
    public String aggregateId() {
        return abilityId;
    }
}
