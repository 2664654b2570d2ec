package com.podi.benchmarks;

import com.podi.benchmarks.comfyui.ComfyuiCommand;
import com.podi.benchmarks.coze.CozeCommand;
import com.podi.benchmarks.events.EventsCommand;
import com.podi.benchmarks.gateway.GatewayCommand;
import com.podi.benchmarks.logs.LogsCommand;
import com.podi.benchmarks.path.PathCommand;
import com.podi.benchmarks.plan.PlanCommand;
import com.podi.benchmarks.tasks.TasksCommand;
import com.podi.benchmarks.tools.ToolsCommand;
import com.podi.benchmarks.wallet.WalletCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** {@code infra/bench}: every command measures both sides in one run and prints a table. */
@Command(
        name = "infra/bench",
        description = "Measures speed beside what it is compared with.",
        subcommands = {
            GatewayCommand.class,
            WalletCommand.class,
            TasksCommand.class,
            ToolsCommand.class,
            PathCommand.class,
            EventsCommand.class,
            LogsCommand.class,
            PlanCommand.class,
            ComfyuiCommand.class,
            CozeCommand.class,
            HelpCommand.class
        },
        synopsisSubcommandLabel = "COMMAND")
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        CommandLine line = new CommandLine(new Main());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            if (failure instanceof MissingToolException) {
                System.err.println(failure.getMessage());
                return CommandLine.ExitCode.USAGE;
            }
            throw failure;
        });
        // The HTTP servers of a benchmark have threads that would keep the JVM.
        System.exit(line.execute(args));
    }
}
