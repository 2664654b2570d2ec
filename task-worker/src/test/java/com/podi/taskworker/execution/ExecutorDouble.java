package com.podi.taskworker.execution;

import com.podi.contracts.error.ErrorCode;
import com.podi.taskworker.executor.Execution;
import com.podi.taskworker.executor.ExecutionFailedException;
import com.podi.taskworker.executor.ExecutionResult;
import com.podi.taskworker.executor.Executor;
import com.podi.taskworker.executor.Output;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.stereotype.Component;

/** A provider whose capabilities are ways to succeed and to fail; produces a word, which needs no store. */
@Component
class ExecutorDouble implements Executor {

    private static final ExecutionResult DONE = ExecutionResult.of(Output.text("done"));

    final AtomicInteger hanging = new AtomicInteger();
    final AtomicInteger interrupted = new AtomicInteger();
    final AtomicInteger atWork = new AtomicInteger();
    final AtomicInteger mostAtWork = new AtomicInteger();
    private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();
    private volatile CountDownLatch release = new CountDownLatch(1);

    @Override
    public String provider() {
        return "double";
    }

    @Override
    public boolean worksElsewhere() {
        return true;
    }

    @Override
    public ExecutionResult run(Execution execution) throws ExecutionFailedException, InterruptedException {
        calls.computeIfAbsent(execution.capability(), name -> new AtomicInteger())
                .incrementAndGet();
        mostAtWork.accumulateAndGet(atWork.incrementAndGet(), Math::max);
        try {
            return switch (execution.capability()) {
                case "hang" -> hang();
                case "ignore-interrupts" -> ignoreInterrupts();
                case "lose-node" ->
                    throw ExecutionFailedException.ofExecutor(ErrorCode.EXECUTOR_ERROR, "node lost", null);
                case "refuse-input" ->
                    throw ExecutionFailedException.ofExecutor(ErrorCode.EXECUTOR_ERROR, "no such model", null)
                            .forGood();
                case "refuse" -> throw ExecutionFailedException.ofCaller(ErrorCode.IMAGE_FORMAT, "no picture");
                case "break" -> throw new IllegalStateException("a bug");
                default -> work();
            };
        } finally {
            atWork.decrementAndGet();
        }
    }

    int calls(String capability) {
        return calls.getOrDefault(capability, new AtomicInteger()).get();
    }

    /** Lets go of everything that hangs. */
    void release() {
        release.countDown();
        release = new CountDownLatch(1);
    }

    private static ExecutionResult work() throws InterruptedException {
        Thread.sleep(20);
        return DONE;
    }

    private ExecutionResult hang() throws InterruptedException {
        hanging.incrementAndGet();
        try {
            release.await();
            return DONE;
        } catch (InterruptedException stopped) {
            interrupted.incrementAndGet();
            throw stopped;
        } finally {
            hanging.decrementAndGet();
        }
    }

    private ExecutionResult ignoreInterrupts() {
        CountDownLatch until = release;
        boolean over = false;
        while (!over) {
            try {
                over = until.await(1, TimeUnit.MINUTES);
            } catch (InterruptedException ignored) {
                interrupted.incrementAndGet();
            }
        }
        return DONE;
    }
}
