package com.podi.launcher;

import com.podi.launcher.demo.DemoCommand;
import com.podi.launcher.demo.DemoFailedException;
import com.podi.parts.PartFailedException;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.Option;

/** The command line {@code infra/podi}. */
@Command(
        name = "podi",
        description = "Runs the whole suite as processes of this machine.",
        subcommands = {
            UpCommand.class,
            DownCommand.class,
            StatusCommand.class,
            LogsCommand.class,
            RestartCommand.class,
            ResetCommand.class,
            DemoCommand.class,
            PrepareCommand.class,
            CommandLine.HelpCommand.class
        })
public final class Main {
    /** Something that the user has to put right. */
    private static final int REFUSED = 2;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this help.")
    private boolean helpWanted;

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main()).setExecutionExceptionHandler(explain());
    }

    /** The suite that the environment of this process describes. */
    public static Suite suite() {
        return new Suite(settings());
    }

    static SuiteSettings settings() {
        return SuiteSettings.ofProcess(checkout());
    }

    static Path checkout() {
        return Path.of(System.getProperty("podi.root", "")).toAbsolutePath();
    }

    private static IExecutionExceptionHandler explain() {
        return (exception, command, parsed) -> {
            if (exception instanceof RefusedException) {
                command.getErr().println(exception.getMessage());
                return REFUSED;
            }
            if (exception instanceof PartFailedException || exception instanceof DemoFailedException) {
                command.getErr().println(exception.getMessage());
                return 1;
            }
            throw exception;
        };
    }
}
