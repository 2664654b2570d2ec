package com.podi.benchmarks.tasks;

import com.podi.taskworker.executor.Execution;
import com.podi.taskworker.executor.ExecutionResult;
import com.podi.taskworker.executor.Executor;
import com.podi.taskworker.executor.Output;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import org.springframework.stereotype.Component;

/** Works for as long as its inputs say, in a service under test; whoever gave it a number is told when it was started. */
@Component
public final class PunctualExecutor implements Executor {

    static final String PROVIDER = "bench";
    static final String WORK_MS = "workMs";
    static final String NUMBER = "number";
    /** A system property: the port of {@link StartReports}. */
    static final String REPORT_TO = "podi.bench.report-to";

    private final DatagramSocket socket;
    private final int port = Integer.getInteger(REPORT_TO);

    PunctualExecutor() throws IOException {
        socket = new DatagramSocket();
    }

    @Override
    public String provider() {
        return PROVIDER;
    }

    @Override
    public boolean worksElsewhere() {
        return true;
    }

    @Override
    public ExecutionResult run(Execution execution) throws InterruptedException {
        long started = System.nanoTime();
        if (execution.inputs().has(NUMBER)) {
            report(execution.inputs().get(NUMBER).asLong(), started);
        }
        Thread.sleep(execution.inputs().path(WORK_MS).asLong(0));
        return ExecutionResult.of(Output.text("done"));
    }

    private void report(long number, long started) {
        byte[] message = ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(number)
                .putLong(started)
                .array();
        try {
            socket.send(new DatagramPacket(message, message.length, InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
