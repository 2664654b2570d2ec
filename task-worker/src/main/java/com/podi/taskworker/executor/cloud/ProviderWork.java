package com.podi.taskworker.executor.cloud;

import com.podi.contracts.ability.Plan;
import com.podi.contracts.ability.ProviderKey;
import com.podi.contracts.error.ErrorCode;
import com.podi.starter.http.TrustedHttp;
import com.podi.taskworker.executor.Execution;
import com.podi.taskworker.executor.ExecutionFailedException;
import com.podi.taskworker.executor.ExecutionResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Has work done by a provider: in one call, or as a job that is begun once and found again by whoever comes next. */
@Component
public class ProviderWork {

    private static final Logger log = LoggerFactory.getLogger(ProviderWork.class);

    private static final Duration LEAST_PATIENCE = Duration.ofSeconds(1);
    private static final Duration GOODBYE = Duration.ofSeconds(5);
    private static final Duration LAST_MOMENT = Duration.ofSeconds(1);

    private final TrustedHttp http;
    private final ProviderKeys keys;
    private final CloudProperties properties;
    private final JsonMapper json;
    private final Clock clock;

    ProviderWork(TrustedHttp http, ProviderKeys keys, CloudProperties properties, JsonMapper json, Clock clock) {
        this.http = http;
        this.keys = keys;
        this.properties = properties;
        this.json = json;
        this.clock = clock;
    }

    /** What is asked for in one call. */
    public interface Call {
        ExecutionResult by(Conversation with) throws ProviderFailure, ExecutionFailedException, InterruptedException;
    }

    /**
     * @param provider whose keys are used; null where none are wanted
     */
    public ExecutionResult inOneCall(Execution execution, @Nullable String provider, Dialect dialect, Call call)
            throws ExecutionFailedException, InterruptedException {
        try {
            return with(execution, provider, key -> call.by(conversation(execution, dialect, key)));
        } catch (ProviderFailure failure) {
            throw failure.asFailure();
        }
    }

    private interface Begin<T> {
        T with(@Nullable ProviderKey key) throws ProviderFailure, ExecutionFailedException, InterruptedException;
    }

    private <T> T with(Execution execution, @Nullable String provider, Begin<T> work)
            throws ProviderFailure, ExecutionFailedException, InterruptedException {
        return provider == null
                ? work.with(null)
                : keys.use(provider, candidate(execution).apiKeyIds(), work::with);
    }

    private record Begun(
            JobHandle handle,
            Conversation conversation,
            @Nullable ProviderKey key) {}

    public ExecutionResult asJob(Execution execution, @Nullable String provider, Dialect dialect, Job job)
            throws ExecutionFailedException, InterruptedException {
        if (execution.handle() != null) {
            JobHandle handle = JobHandle.of(execution.handle());
            ProviderKey key = provider == null || handle.keyId() == null ? null : keys.again(provider, handle.keyId());
            Begun begun = new Begun(handle, conversation(execution, dialect, key), key);
            try {
                return ended(execution, provider, job, begun);
            } catch (ProviderFailure unknown) {
                log.info(
                        "begun anew, since nobody knows it any more: job={} reason={}",
                        handle.job(),
                        unknown.getMessage());
            }
        }
        Begun begun = begun(execution, provider, dialect, job);
        keep(execution, begun.handle());
        try {
            return ended(execution, provider, job, begun);
        } catch (ProviderFailure unknown) {
            throw unknown.asFailure();
        }
    }

    private Begun begun(Execution execution, @Nullable String provider, Dialect dialect, Job job)
            throws ExecutionFailedException, InterruptedException {
        try {
            return with(execution, provider, key -> {
                Conversation conversation = conversation(execution, dialect, key);
                String name = job.begin(conversation);
                if (name.isEmpty()) {
                    throw new ProviderFailure(Trouble.PROVIDER, "the job has no name").forGood();
                }
                return new Begun(new JobHandle(name, key == null ? null : key.keyId()), conversation, key);
            });
        } catch (ProviderFailure failure) {
            throw failure.asFailure();
        }
    }

    /** What was begun is found again, though whoever began it is told to stop; what is not found is not begun again. */
    private static void keep(Execution execution, JobHandle handle)
            throws ExecutionFailedException, InterruptedException {
        try {
            Uninterrupted.<@Nullable Void>get(
                    () -> {
                        execution.reports().keep(handle.text());
                        return null;
                    },
                    LAST_MOMENT);
        } catch (ExecutionException | TimeoutException unkept) {
            ExecutionFailedException failure = unkept.getCause() instanceof ExecutionFailedException known
                    ? known
                    : ExecutionFailedException.ofOurs(ErrorCode.INTERNAL, "cannot keep the name of a job", unkept);
            throw failure.forGood();
        }
        if (Thread.interrupted()) {
            throw new InterruptedException("begun, for whoever comes next");
        }
    }

    /** @throws ProviderFailure if the provider does not know the job, and for no other reason */
    private ExecutionResult ended(Execution execution, @Nullable String provider, Job job, Begun begun)
            throws ProviderFailure, ExecutionFailedException, InterruptedException {
        Job.State end;
        try {
            end = new Polling(properties.firstLook(), properties.longestLook()).until(() -> {
                Job.State state = job.look(begun.conversation(), begun.handle().job());
                if (state.percent() != null) {
                    execution.reports().progress(state.percent());
                }
                return state.ended();
            });
        } catch (ProviderFailure failure) {
            if (failure.trouble() == Trouble.JOB_UNKNOWN) {
                throw failure;
            }
            report(provider, begun, failure);
            throw failure.whileWaiting();
        }
        if (end.trouble() != null) {
            ProviderFailure failure =
                    new ProviderFailure(end.trouble(), begun.conversation().text(end.words()));
            report(provider, begun, failure);
            throw failure.asEndOfJob();
        }
        return Objects.requireNonNull(end.result(), "neither a result nor a failure");
    }

    private void report(@Nullable String provider, Begun begun, ProviderFailure failure) {
        if (provider != null && begun.key() != null && failure.trouble().isOfTheKey()) {
            keys.report(provider, begun.key(), failure);
        }
    }

    /** What is said to a provider when nobody wants its work any more. */
    public interface Goodbye {
        void say(Conversation with, String job) throws ProviderFailure, InterruptedException;
    }

    public void abandon(String handle, @Nullable String provider, Dialect dialect, Goodbye goodbye) throws Exception {
        JobHandle begun = JobHandle.of(handle);
        Path directory = Files.createTempDirectory("podi-abandon-");
        try {
            ProviderKey key = provider == null || begun.keyId() == null ? null : keys.again(provider, begun.keyId());
            goodbye.say(new Conversation(http, json, dialect, directory, key, nobody -> {}), begun.job());
        } finally {
            FileSystemUtils.deleteRecursively(directory);
        }
    }

    private Conversation conversation(Execution execution, Dialect dialect, @Nullable ProviderKey key) {
        Consumer<JsonNode> listener = answer -> execution.reports().answered(answer);
        return new Conversation(http, json, dialect, execution.directory(), key, listener);
    }

    /** For a call whose answer is the result: as long as the attempt may last. */
    public Duration wholePatience(Execution execution) {
        Duration left = Duration.between(clock.instant(), execution.deadline());
        return left.compareTo(LEAST_PATIENCE) < 0 ? LEAST_PATIENCE : left;
    }

    /** For a call that only begins something, or asks how it goes on. */
    public Duration handover() {
        return properties.handover();
    }

    /** For a call that nothing depends on. */
    public Duration goodbye() {
        return GOODBYE;
    }

    public static Plan.Candidate candidate(Execution execution) throws ExecutionFailedException {
        Plan.Candidate candidate = execution.candidate();
        if (candidate == null || candidate.baseUrl() == null) {
            throw ExecutionFailedException.ofOurs(
                            ErrorCode.ABILITY_EXECUTOR_NOT_CONFIGURED, "no account to do it with", null)
                    .forGood();
        }
        return candidate;
    }
}
