package com.podi.launcher;

import com.podi.parts.Child;
import com.podi.parts.Part;
import com.podi.parts.Probe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All processes of PODI on one block of ports, with their data in one directory. What runs is known from that directory:
 * another suite object on it, now or after a crash, sees and stops the same processes.
 */
public final class Suite {
    /** Who may change Keycloak itself; not a user of the suite. */
    public static final String KEYCLOAK_ADMIN = "keycloak-admin";

    private static final int STARTED_TOGETHER = Runtime.getRuntime().availableProcessors() + 2;
    private static final Duration ANSWER = Duration.ofSeconds(5);

    private final SuiteSettings settings;
    private final Blueprint blueprint;
    private final Map<String, Component> components;
    private final RunFiles runFiles;
    private final Map<String, Child> children = new ConcurrentHashMap<>();
    private volatile boolean stopping;

    public Suite(SuiteSettings settings) {
        this(settings, service -> Addition.NONE);
    }

    /** @param additions to the services, by their names */
    public Suite(SuiteSettings settings, Function<String, Addition> additions) {
        this.settings = settings;
        this.blueprint = new Blueprint(settings, new Secrets(settings.data().resolve("secrets")), additions);
        this.components = blueprint.components().stream()
                .collect(Collectors.toMap(Component::name, component -> component, (a, b) -> a, LinkedHashMap::new));
        this.runFiles = new RunFiles(settings.data().resolve("run"));
    }

    /** Where everything is reached. */
    public URI gateway() {
        return settings.url(Blueprint.GATEWAY);
    }

    public String adminPassword() {
        return blueprint.adminPassword();
    }

    /** The node for demonstrations, if there is one. */
    public Optional<URI> comfyui() {
        return settings.hasComfyui() ? Optional.of(settings.url(Blueprint.COMFYUI)) : Optional.empty();
    }

    /** Where Keycloak's own console is. */
    public URI keycloak() {
        return settings.url(Blueprint.KEYCLOAK);
    }

    public String keycloakAdminPassword() {
        return blueprint.keycloakAdminPassword();
    }

    public String serviceApiToken() {
        return blueprint.serviceApiToken();
    }

    public Path log(String name) {
        return component(name).part().log();
    }

    /** The names of all components, those that others need first. */
    public List<String> names() {
        return List.copyOf(components.keySet());
    }

    /** The process of the component, if it is running. */
    public Optional<Child> running(String name) {
        Path log = log(name);
        Child own = children.get(name);
        return own != null && own.isAlive() ? Optional.of(own) : runFiles.find(name, log);
    }

    public boolean isHealthy(String name) {
        return running(name).isPresent() && component(name).part().readiness().ready();
    }

    /** Starts what is not running, and returns when all of it answers. What this call started ends again if it fails. */
    public synchronized void start(Progress progress) {
        try (Guard guard = new Guard()) {
            List<Component> missing = missing(progress);
            if (missing.size() == components.size()) {
                Preconditions.memorySuffices();
            }
            Preconditions.diskSuffices(settings.data());
            Preconditions.portsAreFree(missing.stream().map(Component::part).toList());
            try {
                startAll(missing, progress);
                if (!missing.isEmpty()) {
                    new RegistryWatch(settings.url(Blueprint.REGISTRY), blueprint.registered()).await();
                }
            } catch (RuntimeException e) {
                stopAll(missing.stream().map(Component::name).toList());
                throw e;
            }
        }
    }

    /** Starts one component. */
    public synchronized Child start(String name) {
        try (Guard guard = new Guard()) {
            return startOne(component(name).part(), Progress.NONE);
        }
    }

    /**
     * A second process of a service beside the first, which the caller starts and ends.
     *
     * @param port outside the suite's own
     */
    public Part replica(String service, int port) {
        String name = service + "-" + port;
        return service(service).replica(name, port, settings.log(name));
    }

    /** What the process of a service is told by its environment: its port, its database and its secrets among it. */
    public Map<String, String> variables(String service) {
        return Map.copyOf(service(service).variables());
    }

    /** Stops one component in its own order. */
    public synchronized void stop(String name) {
        try (Guard guard = new Guard()) {
            stopOne(component(name).part());
        }
    }

    /** Ends one component without warning, as a crash would. */
    public void kill(String name) {
        running(name).ifPresent(Child::kill);
    }

    /** Stops everything, those first that need others; says what was running. */
    public synchronized List<String> stop() {
        try (Guard guard = new Guard()) {
            List<String> running =
                    names().stream().filter(name -> running(name).isPresent()).toList();
            stopAll(names());
            return running;
        }
    }

    /** Stops everything while a start may still be under way in this JVM, which then fails. */
    public void abort() {
        stopping = true;
        stopAll(names());
    }

    /** Deletes everything that the suite has written, which must not be running. */
    public void deleteData() {
        if (Files.notExists(settings.data())) {
            return;
        }
        try (Stream<Path> files = Files.walk(settings.data())) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + settings.data(), e);
        }
    }

    /** A component that should be running and is not. */
    record Loss(String name, @Nullable Integer exitCode, Path log) {}

    /** What has died since it was started. */
    List<Loss> losses() {
        List<Loss> losses = new ArrayList<>();
        for (String name : names()) {
            if (runFiles.isExpected(name) && running(name).isEmpty()) {
                Child own = children.get(name);
                Integer exitCode = own != null && own.exitCode().isPresent()
                        ? own.exitCode().getAsInt()
                        : null;
                losses.add(new Loss(name, exitCode, log(name)));
            }
        }
        return losses;
    }

    /** Whether anything should be running as far as we know. */
    boolean isExpected() {
        return names().stream().anyMatch(runFiles::isExpected);
    }

    SuiteSettings settings() {
        return settings;
    }

    Blueprint blueprint() {
        return blueprint;
    }

    List<Integer> ports(String name) {
        return component(name).part().ports();
    }

    private SpringService service(String name) {
        if (!(component(name).part() instanceof SpringService service)) {
            throw new RefusedException("%s is no service of ours.".formatted(name));
        }
        return service;
    }

    private Component component(String name) {
        Component component = components.get(name);
        if (component == null) {
            throw new RefusedException(
                    "There is no component \"%s\"; there are %s.".formatted(name, String.join(", ", names())));
        }
        return component;
    }

    private List<Component> missing(Progress progress) {
        List<Component> missing = new ArrayList<>();
        for (Component component : components.values()) {
            Optional<Child> child = running(component.name());
            if (child.isPresent() && answers(component.part().readiness())) {
                progress.kept(child.get());
            } else {
                child.ifPresent(progress::replaced);
                stopOne(component.part());
                missing.add(component);
            }
        }
        return missing;
    }

    private static boolean answers(Probe probe) {
        Instant deadline = Instant.now().plus(ANSWER);
        do {
            if (probe.ready()) {
                return true;
            }
        } while (Instant.now().isBefore(deadline));
        return false;
    }

    private void startAll(Collection<Component> missing, Progress progress) {
        ExecutorService executor = Executors.newFixedThreadPool(STARTED_TOGETHER);
        CompletableFuture<Void> failure = new CompletableFuture<>();
        Map<String, CompletableFuture<Void>> started = new LinkedHashMap<>();
        try {
            for (Component component : missing) {
                CompletableFuture<Void> start = CompletableFuture.allOf(component.needs().stream()
                                .filter(started::containsKey)
                                .map(started::get)
                                .toArray(CompletableFuture[]::new))
                        .thenRunAsync(() -> start(component, progress), executor);
                start.whenComplete((nothing, problem) -> {
                    if (problem != null) {
                        failure.completeExceptionally(problem);
                    }
                });
                started.put(component.name(), start);
            }
            CompletableFuture<Void> all =
                    CompletableFuture.allOf(started.values().toArray(CompletableFuture[]::new));
            CompletableFuture.anyOf(all, failure).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        } finally {
            giveUp(executor);
        }
    }

    /** Interrupts what still waits for a component: nobody waits for it any more. */
    private static void giveUp(ExecutorService executor) {
        executor.shutdownNow();
        try {
            executor.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void start(Component component, Progress progress) {
        Instant begin = Instant.now();
        Child child = startOne(component.part(), progress);
        progress.started(child, Duration.between(begin, Instant.now()));
    }

    private Child startOne(Part part, Progress progress) {
        return part.start(child -> {
            children.put(part.name(), child);
            runFiles.started(child);
            progress.launched(child);
            if (stopping) {
                throw new IllegalStateException("the suite is being stopped");
            }
        });
    }

    private void stopOne(Part part) {
        runFiles.stopping(part.name());
        running(part.name()).ifPresent(part::stop);
        runFiles.ended(part.name());
        children.remove(part.name());
    }

    /** Those that nobody needs go together, then those that nobody needs any more. */
    private void stopAll(Collection<String> names) {
        List<Component> left =
                new ArrayList<>(names.stream().map(this::component).toList());
        while (!left.isEmpty()) {
            List<Component> free = left.stream()
                    .filter(component ->
                            left.stream().noneMatch(other -> other.needs().contains(component.name())))
                    .toList();
            Together.run(free, free.size(), component -> stopOne(component.part()));
            left.removeAll(free);
        }
    }

    /** Keeps a second command out while one is at work. */
    private final class Guard implements AutoCloseable {
        private final FileChannel channel;
        private final FileLock lock;

        Guard() {
            Path file = settings.data().resolve("run/lock");
            try {
                Files.createDirectories(file.getParent());
                channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                lock = channel.lock();
            } catch (IOException e) {
                throw new UncheckedIOException("cannot lock " + file, e);
            }
        }

        @Override
        public void close() {
            try {
                lock.release();
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
