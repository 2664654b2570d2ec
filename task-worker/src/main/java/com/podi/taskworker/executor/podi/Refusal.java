package com.podi.taskworker.executor.podi;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.Text;
import com.podi.taskworker.executor.ExecutionFailedException;

/** What the tools do not do, and what callers are told about it. */
final class Refusal {

    private static final Text BROKEN = new Text("文件已损坏或不是图片", "the file is damaged or is no picture");

    private Refusal() {}

    static ExecutionFailedException broken(String reason) {
        return format(reason, BROKEN);
    }

    static ExecutionFailedException format(String reason, Text explanation) {
        return ExecutionFailedException.ofCaller(ErrorCode.IMAGE_FORMAT, reason).explained(explanation);
    }

    static ExecutionFailedException tooLarge(long width, long height, Text bound) {
        return ExecutionFailedException.ofCaller(ErrorCode.IMAGE_TOO_LARGE, "%d x %d".formatted(width, height))
                .explained(bound);
    }

    static ExecutionFailedException input(String zh, String en) {
        return ExecutionFailedException.ofCaller(ErrorCode.ABILITY_INPUT_INVALID, en)
                .explained(new Text(zh, en));
    }
}
