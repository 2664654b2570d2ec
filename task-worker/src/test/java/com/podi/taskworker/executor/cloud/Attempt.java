package com.podi.taskworker.executor.cloud;

import com.podi.contracts.ability.AbilityView.Upstream;
import com.podi.contracts.ability.Plan;
import com.podi.contracts.error.Text;
import com.podi.taskworker.executor.Execution;
import com.podi.taskworker.executor.Execution.Picture;
import com.podi.taskworker.executor.Reports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** An attempt at an ability of a stub, without a task and a queue around it; remembers what was told. */
public final class Attempt implements Reports {

    private static final JsonMapper JSON = new JsonMapper();

    public final List<Integer> progress = new ArrayList<>();
    public final List<String> handles = new ArrayList<>();
    public final List<JsonNode> answers = new ArrayList<>();

    private final String provider;
    private final Path directory;
    private String capability = "edit";
    private @Nullable String endpoint;
    private @Nullable String model;
    private String base = "http://127.0.0.1:1";
    private ObjectNode config = JSON.createObjectNode();
    private final ObjectNode inputs = JSON.createObjectNode();
    private final List<Picture> pictures = new ArrayList<>();
    private List<String> keyIds = List.of();
    private int maxOutputs = 1;
    private @Nullable String handle;
    private int seconds = 20;
    private boolean forgetful;

    public Attempt(String provider, Path directory) {
        this.provider = provider;
        this.directory = directory;
    }

    public Attempt at(String base, @Nullable String endpoint, @Nullable String model) {
        this.base = base;
        this.endpoint = endpoint;
        this.model = model;
        return this;
    }

    public Attempt from(String elsewhere) {
        this.base = elsewhere;
        return this;
    }

    public Attempt capability(String name) {
        this.capability = name;
        return this;
    }

    public Attempt config(String json) {
        this.config = (ObjectNode) JSON.readTree(json);
        return this;
    }

    public Attempt input(String name, Object value) {
        inputs.set(name, JSON.<JsonNode>valueToTree(value));
        return this;
    }

    public Attempt picture(String name, byte[] bytes) {
        Path file = directory.resolve("input-" + UUID.randomUUID());
        try {
            Files.write(file, bytes);
        } catch (IOException unable) {
            throw new UncheckedIOException(unable);
        }
        pictures.add(new Picture(name, file, "image/png"));
        return this;
    }

    public Attempt keys(String... ids) {
        this.keyIds = List.of(ids);
        return this;
    }

    public Attempt outputs(int most) {
        this.maxOutputs = most;
        return this;
    }

    public Attempt handle(String text) {
        this.handle = text;
        return this;
    }

    public Attempt forgetful() {
        this.forgetful = true;
        return this;
    }

    public Attempt within(int seconds) {
        this.seconds = seconds;
        return this;
    }

    public Execution execution() {
        return new Execution(
                "task_1-1",
                provider + "_" + capability,
                capability,
                inputs,
                pictures,
                new Plan.Candidate("node-1", "node", provider, base, 1, 4, List.of(), true, keyIds, config),
                null,
                endpoint == null && model == null ? null : new Upstream(endpoint, model, null),
                maxOutputs,
                Instant.now().plusSeconds(seconds),
                handle,
                directory,
                this);
    }

    @Override
    public void progress(int percent) {
        progress.add(percent);
    }

    @Override
    public void log(Level level, Text line) {}

    @Override
    public void keep(String text) {
        if (forgetful) {
            throw new IllegalArgumentException("too long a handle");
        }
        handles.add(text);
    }

    @Override
    public void answered(JsonNode masked) {
        answers.add(masked);
    }
}
