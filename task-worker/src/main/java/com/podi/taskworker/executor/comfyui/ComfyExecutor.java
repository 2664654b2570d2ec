package com.podi.taskworker.executor.comfyui;

import com.podi.comfyclient.ComfyNode;
import com.podi.comfyclient.ComfyNodes;
import com.podi.comfyclient.NodeException;
import com.podi.comfyclient.NodeException.Kind;
import com.podi.comfyclient.Outcome;
import com.podi.comfyclient.OutputFile;
import com.podi.comfyclient.PromptRun;
import com.podi.contracts.ability.Plan;
import com.podi.contracts.ability.Plan.Target;
import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.Text;
import com.podi.taskworker.executor.Execution;
import com.podi.taskworker.executor.Execution.Picture;
import com.podi.taskworker.executor.ExecutionFailedException;
import com.podi.taskworker.executor.ExecutionResult;
import com.podi.taskworker.executor.Executor;
import com.podi.taskworker.executor.Output;
import com.podi.taskworker.executor.Reports;
import com.podi.taskworker.executor.Usage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Runs a workflow on a ComfyUI node. The id of the prompt is on disk before the node hears of it: whoever goes on with the
 * task finds the prompt again by it, and submits nothing that runs already.
 */
@Component
final class ComfyExecutor implements Executor {

    static final String PROVIDER = "comfyui";

    private static final Logger log = LoggerFactory.getLogger(ComfyExecutor.class);

    private static final int UPLOADED = 5;
    private static final int RUN = 95;
    private static final int FETCHED = 100;
    /** Whoever stops overdue attempts does so before we give up by ourselves. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(30);

    private static final Set<String> PICTURES = Set.of("png", "jpg", "jpeg", "webp", "gif", "bmp", "tif", "tiff");
    private static final Set<String> VIDEOS = Set.of("mp4", "webm", "mov", "mkv");

    private static final Text SUBMITTED = new Text("已提交到ComfyUI节点", "submitted to the ComfyUI node");
    private static final Text FOUND_AGAIN = new Text("已接管节点上正在执行的任务", "found again on the ComfyUI node");

    private final ComfyNodes nodes;
    private final Entrances entrances;
    private final Clock clock;

    ComfyExecutor(ComfyNodes nodes, Entrances entrances, Clock clock) {
        this.nodes = nodes;
        this.entrances = entrances;
        this.clock = clock;
    }

    @Override
    public String provider() {
        return PROVIDER;
    }

    @Override
    public ExecutionResult run(Execution execution) throws ExecutionFailedException, InterruptedException {
        if (execution.candidate() == null || execution.workflow() == null) {
            throw ExecutionFailedException.ofOurs(
                            ErrorCode.ABILITY_EXECUTOR_NOT_CONFIGURED, "no node or no workflow", null)
                    .forGood();
        }
        try {
            return new Attempt(execution, node(execution.candidate()), execution.workflow()).run();
        } catch (NodeException refusal) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            throw Refusals.of(refusal);
        }
    }

    @Override
    public boolean endsAbandonedWork() {
        return true;
    }

    @Override
    public void abandon(Plan.Candidate candidate, String promptId) throws NodeException, ExecutionFailedException {
        nodes.at(entrances.again(candidate)).cancel(promptId);
    }

    private ComfyNode node(Plan.Candidate candidate) throws ExecutionFailedException {
        return nodes.at(entrances.of(candidate));
    }

    /** One attempt on one node. */
    private final class Attempt {

        private final Execution execution;
        private final ComfyNode node;
        private final Plan.Workflow workflow;
        private final BoundGraph graph;

        Attempt(Execution execution, ComfyNode node, Plan.Workflow workflow) throws ExecutionFailedException {
            this.execution = execution;
            this.node = node;
            this.workflow = workflow;
            this.graph = new BoundGraph(workflow, execution.inputs(), execution.pictures());
        }

        ExecutionResult run() throws NodeException, ExecutionFailedException, InterruptedException {
            if (execution.handle() != null) {
                try (PromptRun run = promptRun(execution.handle())) {
                    if (run.find()) {
                        execution.reports().log(Reports.Level.INFO, FOUND_AGAIN);
                        return awaitResult(run);
                    }
                }
                log.info("not found again: attempt={} prompt={}", execution.attemptId(), execution.handle());
            }
            upload();
            execution.reports().progress(UPLOADED);
            String promptId = UUID.randomUUID().toString();
            execution.reports().keep(promptId);
            try (PromptRun run = promptRun(promptId)) {
                run.submit(graph.savingIn("podi/" + promptId));
                execution.reports().log(Reports.Level.INFO, SUBMITTED);
                return awaitResult(run);
            }
        }

        private PromptRun promptRun(String promptId) throws InterruptedException {
            return node.run(
                    promptId, percent -> execution.reports().progress(UPLOADED + percent * (RUN - UPLOADED) / 100));
        }

        /** Each picture once, wherever it is wanted. */
        private void upload() throws NodeException {
            Map<Picture, String> names = new HashMap<>();
            for (Map.Entry<Target, Picture> place : graph.pictures().entrySet()) {
                Picture picture = place.getValue();
                String name = names.get(picture);
                if (name == null) {
                    name = node.upload(picture.file(), endingOf(picture.contentType()));
                    names.put(picture, name);
                }
                graph.set(place.getKey(), name);
            }
        }

        private ExecutionResult awaitResult(PromptRun run)
                throws NodeException, ExecutionFailedException, InterruptedException {
            Duration left =
                    Duration.between(clock.instant(), execution.deadline()).plus(LAST_WORDS);
            Outcome outcome = run.await(left);
            if (outcome instanceof Outcome.Done done) {
                return fetch(done.of(graph.outputs()));
            }
            if (outcome instanceof Outcome.Failed failed) {
                throw Refusals.of(failed);
            }
            throw outcome instanceof Outcome.Interrupted ? Refusals.interrupted() : Refusals.lost();
        }

        private ExecutionResult fetch(List<OutputFile> files) throws NodeException, ExecutionFailedException {
            execution.reports().progress(RUN);
            List<Output> outputs = new ArrayList<>();
            for (OutputFile file : files.subList(0, Math.min(files.size(), execution.maxOutputs()))) {
                String ending = endingOf(file);
                Path target = execution.directory().resolve("result-%d.%s".formatted(outputs.size() + 1, ending));
                download(file, target);
                outputs.add(output(file, ending, target));
            }
            execution.reports().progress(FETCHED);
            return new ExecutionResult(outputs, Usage.of(workflow.id()));
        }

        /** What does not come now is still there: it is fetched once more, and not made once more. */
        private void download(OutputFile file, Path target) throws NodeException, ExecutionFailedException {
            try {
                node.download(file, target);
            } catch (NodeException away) {
                if (away.kind() != Kind.UNAVAILABLE) {
                    throw away;
                }
                throw ExecutionFailedException.ofOurs(
                        ErrorCode.EXECUTOR_ERROR, "a result cannot be fetched for now", away);
            }
        }

        private Output output(OutputFile file, String ending, Path target) throws ExecutionFailedException {
            if (VIDEOS.contains(ending)) {
                return Output.video(new Output.InFile(target));
            }
            if (!PICTURES.contains(ending)) {
                return Output.asset(new Output.InFile(target), file.filename());
            }
            try {
                return Output.image(WebpChunks.withoutWords(PngChunks.withoutWords(target)));
            } catch (IOException broken) {
                throw ExecutionFailedException.ofExecutor(
                        ErrorCode.EXECUTOR_ERROR, "a picture of the node is broken", broken);
            }
        }
    }

    private static String endingOf(OutputFile file) {
        String name = file.filename();
        String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return ending.matches("[a-z0-9]{1,10}") ? ending : "bin";
    }

    private static String endingOf(String contentType) {
        String ending = contentType.substring(contentType.indexOf('/') + 1).toLowerCase(Locale.ROOT);
        return switch (ending) {
            case "jpeg" -> "jpg";
            case "png", "webp", "gif", "bmp", "tiff" -> ending;
            default -> "bin";
        };
    }
}
