package com.podi.comfydouble;

import java.util.Arrays;
import java.util.concurrent.CountDownLatch;

/** The node as a process of its own: {@code --port 8188 --version 0.33.0}. */
public final class Main {

    private static final int USUAL_PORT = 8188;

    private Main() {}

    public static void main(String[] arguments) throws InterruptedException {
        int port = USUAL_PORT;
        Release release = Release.V0_33;
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            String value = arguments[i + 1];
            switch (arguments[i]) {
                case "--port" -> port = Integer.parseInt(value);
                case "--version" -> release = of(value);
                default -> throw new IllegalArgumentException("unknown option " + arguments[i]);
            }
        }
        ComfyNodeDouble node =
                ComfyNodeDouble.start(ComfyNodeDouble.Options.of(release).onPort(port));
        Runtime.getRuntime().addShutdownHook(new Thread(node::close));
        System.out.println("To see the GUI go to: " + node.baseUrl());
        new CountDownLatch(1).await();
    }

    private static Release of(String version) {
        return Arrays.stream(Release.values())
                .filter(release -> release.version().equals(version))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "no release " + version + " here, but " + Arrays.toString(Release.values())));
    }
}
