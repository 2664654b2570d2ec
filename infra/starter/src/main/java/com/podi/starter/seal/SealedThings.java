package com.podi.starter.seal;

/** Things of one kind that a service keeps sealed; {@link Resealing} asks each service for all of its kinds. */
public interface SealedThings {

    /** What they are, for the log and the metric. */
    String name();

    /** Seals with the present key what a former one has sealed. */
    Resealed sealAnew();

    /**
     * @param anew how many are sealed with the present key now, and were not before
     * @param left how many still need a former key, or open with none at all
     */
    record Resealed(int anew, int left) {}
}
