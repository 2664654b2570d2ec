package com.podi.taskworker.executor.podi;

/** How close pixels are printed, in dots an inch. */
record Density(double horizontal, double vertical) {

    static final double CENTIMETRES_PER_INCH = 2.54;
    static final double INCHES_PER_METRE = 100 / CENTIMETRES_PER_INCH;

    private static final double MOST = 65_535;

    static Density of(double dpi) {
        return new Density(dpi, dpi);
    }

    /** Files say all sorts of things. */
    boolean isPlausible() {
        return horizontal >= 1 && vertical >= 1 && horizontal <= MOST && vertical <= MOST;
    }

    Density turned() {
        return new Density(vertical, horizontal);
    }
}
