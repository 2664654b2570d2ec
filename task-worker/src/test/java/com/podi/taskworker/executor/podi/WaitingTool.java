package com.podi.taskworker.executor.podi;

import com.podi.taskworker.executor.ExecutionFailedException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.bytedeco.opencv.opencv_core.Mat;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** A built-in tool that takes its time. */
@Component
class WaitingTool implements ImageTool {

    static final String CAPABILITY = "wait";

    final AtomicInteger begun = new AtomicInteger();
    final AtomicInteger atWork = new AtomicInteger();
    private volatile CountDownLatch released = new CountDownLatch(1);

    @Override
    public String capability() {
        return CAPABILITY;
    }

    @Override
    public Extent extent(PictureHeader source, JsonNode inputs) {
        return Extent.of(source);
    }

    @Override
    public Path apply(Workbench bench) throws ExecutionFailedException, InterruptedException {
        begun.incrementAndGet();
        atWork.incrementAndGet();
        CountDownLatch until = released;
        try (Mat source = bench.decode()) {
            until.await();
            return bench.encode(source);
        } finally {
            atWork.decrementAndGet();
        }
    }

    void release() {
        released.countDown();
        released = new CountDownLatch(1);
    }
}
