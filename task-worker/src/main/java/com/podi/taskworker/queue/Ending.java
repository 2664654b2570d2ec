package com.podi.taskworker.queue;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.Text;
import org.jspecify.annotations.Nullable;

/** How an attempt ends its task; counts only while the lease is held. */
public record Ending(
        Lease lease,
        TaskStatus status,
        @Nullable TaskResult result,
        @Nullable ErrorCode error,
        @Nullable Text reason) {

    public static Ending completed(Lease lease, TaskResult result) {
        return new Ending(lease, TaskStatus.COMPLETED, result, null, null);
    }

    public static Ending failed(Lease lease, ErrorCode error) {
        return failed(lease, error, null);
    }

    /** @param reason what its owner is told beside what the error says itself */
    public static Ending failed(Lease lease, ErrorCode error, @Nullable Text reason) {
        return new Ending(lease, TaskStatus.FAILED, null, error, reason);
    }

    public static Ending canceled(Lease lease) {
        return new Ending(lease, TaskStatus.CANCELED, null, null, null);
    }
}
