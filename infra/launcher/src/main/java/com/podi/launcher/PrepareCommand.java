package com.podi.launcher;

import com.podi.parts.Distribution;
import com.podi.parts.Jdk;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(name = "prepare", hidden = true, description = "Does ahead what makes every start after a build quicker.")
final class PrepareCommand implements Callable<Integer> {

    @Override
    public Integer call() {
        Jdk jdk = Jdk.current();
        Distribution.of(Main.checkout()).prepare(jdk);
        new Rehearsal(Main.checkout(), jdk).run(System.out);
        return 0;
    }
}
