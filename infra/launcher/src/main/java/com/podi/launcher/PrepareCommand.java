package com.podi.launcher;

import com.podi.parts.Distribution;
import com.podi.parts.Jdk;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(name = "prepare", hidden = true, description = "Does ahead what the first start would do once per build.")
final class PrepareCommand implements Callable<Integer> {

    @Override
    public Integer call() {
        Distribution.of(Main.checkout()).prepare(Jdk.current());
        return 0;
    }
}
