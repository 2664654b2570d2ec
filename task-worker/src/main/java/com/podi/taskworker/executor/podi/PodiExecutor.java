package com.podi.taskworker.executor.podi;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.Text;
import com.podi.taskworker.executor.Execution;
import com.podi.taskworker.executor.ExecutionFailedException;
import com.podi.taskworker.executor.ExecutionResult;
import com.podi.taskworker.executor.Executor;
import com.podi.taskworker.executor.Output;
import com.podi.taskworker.executor.Reports;
import com.podi.taskworker.executor.Usage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Runs the built-in tools in this process, without any network. */
@Component
final class PodiExecutor implements Executor {

    private static final long MOST_PIXELS = 50_000_000;
    private static final int LONGEST_SIDE = 16_384;
    private static final long MOST_RESULT_PIXELS = 200_000_000;
    private static final int LONGEST_RESULT_SIDE = 65_500;
    /** What a pixel takes at most: four channels of 16 bits. */
    private static final int PIXEL = 8;

    private static final Text INPUT_BOUND =
            new Text("最多5000万像素，最长边16384像素", "at most 50 million pixels, the longest side 16384");
    private static final Text RESULT_BOUND =
            new Text("结果最多2亿像素，最长边65500像素", "a result has at most 200 million pixels, the longest side 65500");
    private static final Text FIRST_FRAME =
            new Text("文件含有多帧，只处理第一帧", "of several frames only the first one is worked on");

    private final Map<String, ImageTool> tools;
    private final MemoryBudget memory;

    PodiExecutor(List<ImageTool> tools, MemoryBudget memory) {
        this.tools = tools.stream().collect(Collectors.toMap(ImageTool::capability, Function.identity()));
        this.memory = memory;
    }

    @Override
    public String provider() {
        return "podi";
    }

    @Override
    public boolean worksElsewhere() {
        return false;
    }

    @Override
    public ExecutionResult run(Execution execution) throws ExecutionFailedException, InterruptedException {
        ImageTool tool = tools.get(execution.capability());
        if (tool == null) {
            throw ExecutionFailedException.ofOurs(
                            ErrorCode.ABILITY_EXECUTOR_NOT_CONFIGURED,
                            "no built-in tool " + execution.capability(),
                            null)
                    .forGood();
        }
        List<Output> outputs = new ArrayList<>();
        for (Execution.Picture picture : execution.pictures()) {
            outputs.add(Output.image(apply(tool, execution, picture.file(), outputs.size())));
        }
        return new ExecutionResult(outputs, Usage.UNKNOWN);
    }

    /** @param before how many pictures were made before this one */
    private Path apply(ImageTool tool, Execution execution, Path picture, int before)
            throws ExecutionFailedException, InterruptedException {
        PictureHeader header = header(picture);
        require(header.pixels(), header.width(), header.height(), MOST_PIXELS, LONGEST_SIDE, INPUT_BOUND);
        Extent extent = tool.extent(header, execution.inputs());
        require(
                extent.pixels(),
                extent.width(),
                extent.height(),
                MOST_RESULT_PIXELS,
                LONGEST_RESULT_SIDE,
                RESULT_BOUND);
        if (header.frames() > 1) {
            execution.reports().log(Reports.Level.WARN, FIRST_FRAME);
        }
        IntConsumer progress = percent -> execution
                .reports()
                .progress((100 * before + percent) / execution.pictures().size());
        Path stem = execution.directory().resolve("result-" + (before + 1));
        try (MemoryBudget.Share share = memory.take(PIXEL * (header.pixels() + extent.copies() * extent.pixels()))) {
            return tool.apply(new Workbench(picture, header, execution.inputs(), stem, progress));
        } catch (BrokenPictureException broken) {
            throw Refusal.broken(broken.getMessage());
        }
    }

    private static PictureHeader header(Path picture) throws ExecutionFailedException {
        try {
            return PictureHeaders.read(Bytes.of(picture));
        } catch (BrokenPictureException broken) {
            throw Refusal.broken(broken.getMessage());
        } catch (IOException failure) {
            throw ExecutionFailedException.ofOurs(ErrorCode.INTERNAL, "cannot read a picture", failure);
        }
    }

    private static void require(long pixels, long width, long height, long most, int longest, Text bound)
            throws ExecutionFailedException {
        if (pixels > most || Math.max(width, height) > longest) {
            throw Refusal.tooLarge(width, height, bound);
        }
    }
}
