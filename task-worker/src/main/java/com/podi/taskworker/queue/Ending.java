package com.podi.taskworker.queue;

import com.podi.contracts.error.ErrorCode;
import org.jspecify.annotations.Nullable;

/** How an attempt ends its task; counts only while the lease is held. */
public record Ending(
        Lease lease,
        TaskStatus status,
        @Nullable TaskResult result,
        @Nullable ErrorCode error) {

    public static Ending completed(Lease lease, TaskResult result) {
        return new Ending(lease, TaskStatus.COMPLETED, result, null);
    }

    public static Ending failed(Lease lease, ErrorCode error) {
        return new Ending(lease, TaskStatus.FAILED, null, error);
    }

    public static Ending canceled(Lease lease) {
        return new Ending(lease, TaskStatus.CANCELED, null, null);
    }
}
