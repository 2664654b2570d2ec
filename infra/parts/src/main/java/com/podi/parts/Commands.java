package com.podi.parts;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;

final class Commands {
    private Commands() {}

    /** Whether the command is there and ends well; what it prints is lost. */
    static boolean succeeds(String... command) {
        try {
            return new ProcessBuilder(command)
                            .redirectOutput(Redirect.DISCARD)
                            .redirectError(Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
