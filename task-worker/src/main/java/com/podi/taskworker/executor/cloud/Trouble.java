package com.podi.taskworker.executor.cloud;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.Text;
import com.podi.taskworker.executor.ExecutionFailedException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What can be wrong with a call to a provider: whose fault it is, what the caller is told and whether to try again. */
public enum Trouble {
    /** An input that the provider does not take. */
    INPUTS(Blame.CALLER, ErrorCode.ABILITY_INPUT_INVALID, false),
    /** What was asked for, or what came of it, offends against the provider's rules. */
    CONTENT(Blame.CALLER, ErrorCode.ABILITY_INPUT_INVALID, false),
    PICTURE_FORMAT(Blame.CALLER, ErrorCode.IMAGE_FORMAT, false),
    PICTURE_SIZE(Blame.CALLER, ErrorCode.IMAGE_TOO_LARGE, false),
    /** The key is not valid, or blocked. */
    KEY(Blame.KEY, ErrorCode.API_KEY_UNAVAILABLE, true),
    /** What a key was exchanged for is no longer valid; the key may well be. */
    TOKEN(Blame.PROVIDER, ErrorCode.EXECUTOR_ERROR, true),
    /** The key has been used too often for now. */
    THROTTLED(Blame.KEY, ErrorCode.API_KEY_UNAVAILABLE, true),
    /** Nothing is left to pay with; that is not put right within minutes. */
    CREDIT(Blame.KEY, ErrorCode.API_KEY_UNAVAILABLE, true),
    /** An address, a model or a permission is not what administrators believe. */
    SETUP(Blame.PROVIDER, ErrorCode.EXECUTOR_ERROR, false),
    /** The provider did not do it, or nobody can read what it answered. */
    PROVIDER(Blame.PROVIDER, ErrorCode.EXECUTOR_ERROR, true),
    /** No answer in time. */
    SILENCE(Blame.PROVIDER, ErrorCode.EXECUTOR_TIMEOUT, true),
    /** The provider knows nothing of a job that was begun there. */
    JOB_UNKNOWN(Blame.PROVIDER, ErrorCode.EXECUTOR_ERROR, true);

    private enum Blame {
        CALLER,
        KEY,
        PROVIDER
    }

    private static final Text OFFENDS = new Text("内容未通过服务商的审核", "The rules of the provider forbid this content");
    private static final Duration CREDIT_REST = Duration.ofHours(1);

    private final Blame blame;
    private final ErrorCode code;
    private final boolean worthRetrying;

    Trouble(Blame blame, ErrorCode code, boolean worthRetrying) {
        this.blame = blame;
        this.code = code;
        this.worthRetrying = worthRetrying;
    }

    /** By the status alone, where the provider says nothing that is more precise. */
    public static Optional<Trouble> ofStatus(int status) {
        return switch (status) {
            case 200, 201, 202, 204 -> Optional.empty();
            case 400, 422 -> Optional.of(INPUTS);
            case 401 -> Optional.of(KEY);
            case 402 -> Optional.of(CREDIT);
            case 408, 504, 524 -> Optional.of(SILENCE);
            case 413 -> Optional.of(PICTURE_SIZE);
            case 415 -> Optional.of(PICTURE_FORMAT);
            case 429 -> Optional.of(THROTTLED);
            default -> Optional.of(status < 500 ? SETUP : PROVIDER);
        };
    }

    /** Another key may do. */
    boolean isOfTheKey() {
        return blame == Blame.KEY;
    }

    /** What says nothing of a job, which may go on meanwhile; one that was just begun may not be known at once. */
    boolean mayPass() {
        return this == THROTTLED || blame != Blame.KEY;
    }

    ErrorCode code() {
        return code;
    }

    /** The caller has done nothing wrong if it was taken before. */
    ErrorCode codeWhileWaiting() {
        return blame == Blame.CALLER ? ErrorCode.EXECUTOR_ERROR : code;
    }

    boolean isWorthRetrying() {
        return worthRetrying;
    }

    /** How long a key is left alone; null if the usual time will do. */
    @Nullable
    Duration rest(@Nullable Duration askedFor) {
        return this == CREDIT && askedFor == null ? CREDIT_REST : askedFor;
    }

    /** @param reason masked; the provider's own words */
    ExecutionFailedException asFailure(String reason, @Nullable Duration rest, @Nullable Throwable cause) {
        return switch (blame) {
            case CALLER ->
                ExecutionFailedException.ofCaller(code, reason)
                        .explained(
                                this == CONTENT
                                        ? OFFENDS
                                        : new Text(
                                                "服务商拒绝了请求：" + reason, "The provider refused the request: " + reason));
            case KEY -> ExecutionFailedException.ofOurs(code, reason, cause).retryAfter(rest(rest));
            case PROVIDER -> {
                ExecutionFailedException failure = ExecutionFailedException.ofExecutor(code, reason, cause);
                yield worthRetrying ? failure.retryAfter(rest) : failure.forGood();
            }
        };
    }
}
