package com.podi.taskworker.executor.comfyui;

import com.podi.comfyclient.NodeException;
import com.podi.comfyclient.Outcome;
import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.Text;
import com.podi.taskworker.executor.ExecutionFailedException;

/** What a node could not do, as the failure of an attempt: who is to blame, and whether another one may succeed. */
final class Refusals {

    private static final Text NOT_TAKEN =
            new Text("节点不接受该工作流或其中的参数", "the node does not take the workflow or a value in it");
    private static final Text NOT_ON_NODE =
            new Text("节点缺少该工作流所需的插件或模型", "the node lacks a plugin or a model of the workflow");
    private static final Text FAILED_ON_NODE = new Text("工作流在节点上执行失败", "the workflow failed on the node");
    private static final Text NO_MEMORY = new Text("节点内存不足", "the node ran out of memory");
    private static final Text STOPPED_ON_NODE = new Text("任务在节点上被中断", "it was interrupted on the node");

    private Refusals() {}

    static ExecutionFailedException of(NodeException refusal) {
        return switch (refusal.kind()) {
            case UNAVAILABLE, FORBIDDEN -> executor(ErrorCode.EXECUTOR_ERROR, refusal);
            case OUTPUT_MISSING -> executor(ErrorCode.EXECUTOR_ERROR, refusal).onceMore();
            case TIMEOUT -> executor(ErrorCode.EXECUTOR_TIMEOUT, refusal);
            case CLASS_MISSING, MODEL_MISSING ->
                executor(ErrorCode.EXECUTOR_ERROR, refusal).elsewhere().explained(NOT_ON_NODE);
            case INVALID_WORKFLOW ->
                executor(ErrorCode.WORKFLOW_INVALID, refusal).forGood().explained(NOT_TAKEN);
            case INPUT_TOO_LARGE -> ExecutionFailedException.ofCaller(ErrorCode.IMAGE_TOO_LARGE, refusal.getMessage());
        };
    }

    private static ExecutionFailedException executor(ErrorCode code, NodeException refusal) {
        return ExecutionFailedException.ofExecutor(code, refusal.kind() + " " + refusal.getMessage(), refusal);
    }

    /** The graph would fail again, unless it was memory that it failed for. */
    static ExecutionFailedException of(Outcome.Failed failed) {
        ExecutionFailedException failure = ExecutionFailedException.ofExecutor(
                ErrorCode.EXECUTOR_ERROR,
                "node %s (%s): %s: %s"
                        .formatted(failed.node(), failed.nodeType(), failed.exceptionType(), failed.message()),
                null);
        return failed.ranOutOfMemory()
                ? failure.onceMore().explained(NO_MEMORY)
                : failure.forGood().explained(FAILED_ON_NODE);
    }

    static ExecutionFailedException interrupted() {
        return ExecutionFailedException.ofExecutor(ErrorCode.EXECUTOR_ERROR, "interrupted by somebody else", null)
                .forGood()
                .explained(STOPPED_ON_NODE);
    }

    static ExecutionFailedException lost() {
        return ExecutionFailedException.ofExecutor(
                ErrorCode.EXECUTOR_ERROR, "the node knows nothing of it any more", null);
    }
}
