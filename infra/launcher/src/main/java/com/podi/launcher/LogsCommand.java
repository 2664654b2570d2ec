package com.podi.launcher;

import java.io.IOException;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "logs", description = "Shows the end of a component's log.", mixinStandardHelpOptions = true)
final class LogsCommand implements Callable<Integer> {
    private static final int TAIL = 16 * 1024;

    @Parameters(paramLabel = "<component>")
    private String name = "";

    @Option(names = "-f", description = "Follow the log as it grows.")
    private boolean follow;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path log = Main.suite().log(name);
        if (!Files.exists(log)) {
            throw new RefusedException("%s has not been started yet: there is no %s.".formatted(name, log));
        }
        long position = print(log, startOfTail(log));
        while (follow) {
            Thread.sleep(300);
            position = print(log, Files.size(log) < position ? 0 : position);
        }
        return 0;
    }

    private static long startOfTail(Path log) throws IOException {
        long start = Math.max(0, Files.size(log) - TAIL);
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            file.seek(start);
            if (start > 0) {
                file.readLine(); // the rest of a line
            }
            return file.getFilePointer();
        }
    }

    private static long print(Path log, long position) throws IOException {
        PrintStream out = System.out;
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            file.seek(position);
            byte[] buffer = new byte[8192];
            for (int length = file.read(buffer); length > 0; length = file.read(buffer)) {
                out.write(buffer, 0, length);
            }
            out.flush();
            return file.getFilePointer();
        }
    }
}
