package com.podi.taskworker.executor.podi;

import com.podi.contracts.error.ErrorCode;
import com.podi.taskworker.executor.Execution;
import com.podi.taskworker.executor.ExecutionFailedException;
import com.podi.taskworker.executor.Executor;
import com.podi.taskworker.executor.Output;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
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
    public List<Output> run(Execution execution) throws ExecutionFailedException {
        ImageTool tool = tools.get(execution.capability());
        if (tool == null) {
            throw ExecutionFailedException.forGood(
                    ErrorCode.ABILITY_EXECUTOR_NOT_CONFIGURED, "no built-in tool " + execution.capability());
        }
        Execution.Picture picture = execution.pictures().get(0);
        PictureFormat format = PictureFormat.forResultOf(picture.contentType());
        Path file = execution.directory().resolve("result." + format.extension());
        try (Mat source = PictureFiles.read(picture.file(), picture.contentType())) {
            execution.progress().accept(DECODED);
            try (Mat result = tool.apply(source, execution.inputs())) {
                execution.progress().accept(PROCESSED);
                PictureFiles.write(result, file, format);
            }
        }
        execution.progress().accept(ENCODED);
        return List.of(new Output(file, format.contentType()));
    }
}
