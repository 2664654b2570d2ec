package com.podi.comfydouble;

import java.util.Arrays;

/** Releases of ComfyUI between which a client sees differences. */
public enum Release {
    V0_3_44("0.3.44"),
    V0_3_75("0.3.75"),
    V0_8("0.8.0"),
    V0_33("0.33.0");

    private final String version;
    private final int[] numbers;

    Release(String version) {
        this.version = version;
        this.numbers =
                Arrays.stream(version.split("\\.")).mapToInt(Integer::parseInt).toArray();
    }

    /** As the node calls itself. */
    public String version() {
        return version;
    }

    /** Whether it behaves as nodes do since that release. */
    boolean since(int... release) {
        return Arrays.compare(numbers, release) >= 0;
    }
}
