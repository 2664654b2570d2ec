package com.podi.benchmarks;

import com.podi.parts.Child;
import com.podi.parts.Jdk;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What lives in the heap of another JVM: a histogram collects garbage first and counts while everything stands still. */
public final class Heap {

    private static final Pattern TOTAL = Pattern.compile("^Total\\s+\\d+\\s+(\\d+)", Pattern.MULTILINE);
    private static final double MB = 1 << 20;

    private final String jcmd;
    private final String pid;

    public Heap(Jdk jdk, Child process) {
        this.jcmd = jdk.home().resolve("bin/jcmd").toString();
        this.pid = Long.toString(process.pid());
    }

    public double liveMb() {
        String histogram = Tools.output(List.of(jcmd, pid, "GC.class_histogram"));
        Matcher total = TOTAL.matcher(histogram);
        if (!total.find()) {
            throw new IllegalStateException("jcmd said:\n" + histogram);
        }
        return Long.parseLong(total.group(1)) / MB;
    }
}
