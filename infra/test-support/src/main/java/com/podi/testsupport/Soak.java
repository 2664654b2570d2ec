package com.podi.testsupport;

/** Tests that count run small in every build and at the stated counts with {@code -Psoak}. */
public final class Soak {

    private Soak() {}

    public static boolean isOn() {
        return Boolean.getBoolean("podi.soak");
    }

    public static int count(int everyBuild, int soak) {
        return isOn() ? soak : everyBuild;
    }
}
