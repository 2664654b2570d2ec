package com.podi.taskworker.executor.podi;

import com.podi.contracts.error.ErrorCode;
import com.podi.taskworker.executor.Execution;
import com.podi.taskworker.executor.ExecutionFailedException;
import com.podi.taskworker.executor.ExecutionResult;
import com.podi.taskworker.executor.Executor;
import com.podi.taskworker.executor.Output;
import com.podi.taskworker.executor.Usage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import org.bytedeco.opencv.opencv_core.Mat;
import org.springframework.stereotype.Component;

/** Runs the built-in tools in this process, without any network. */
@Component
final class PodiExecutor implements Executor {

    private static final int DECODED = 20;
    private static final int PROCESSED = 75;
    private static final int ENCODED = 100;

    private final Map<String, ImageTool> tools;

    PodiExecutor(List<ImageTool> tools) {
        this.tools = tools.stream().collect(Collectors.toMap(ImageTool::capability, Function.identity()));
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
            outputs.add(Output.image(apply(tool, execution, picture, outputs.size())));
        }
        return new ExecutionResult(outputs, Usage.UNKNOWN);
    }

    /** @param before how many pictures were made before this one */
    private static Path apply(ImageTool tool, Execution execution, Execution.Picture picture, int before)
            throws ExecutionFailedException, InterruptedException {
        PictureFormat format = PictureFormat.forResultOf(picture.contentType());
        Path file = execution.directory().resolve("result-%d.%s".formatted(before + 1, format.extension()));
        IntConsumer progress = percent -> execution
                .reports()
                .progress((100 * before + percent) / execution.pictures().size());
        try (Mat source = PictureFiles.read(picture.file(), picture.contentType())) {
            progress.accept(DECODED);
            try (Mat result = tool.apply(source, execution.inputs())) {
                progress.accept(PROCESSED);
                PictureFiles.write(result, file, format);
            }
        }
        progress.accept(ENCODED);
        return file;
    }
}
