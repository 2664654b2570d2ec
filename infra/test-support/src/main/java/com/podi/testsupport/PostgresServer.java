package com.podi.testsupport;

import com.podi.parts.Child;
import com.podi.parts.Leash;
import com.podi.parts.PartFailedException;
import com.podi.parts.Postgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A PostgreSQL server of a test's own, which it may kill; the data stay. */
public final class PostgresServer {

    private static final int STARTS = 5;

    private final Postgres postgres;
    private final Leash leash;
    private final AtomicInteger databases = new AtomicInteger();
    private Child child;

    PostgresServer(Postgres postgres, Leash leash) {
        this.postgres = postgres;
        this.leash = leash;
        this.child = postgres.start(leash::hold);
    }

    public int port() {
        return postgres.port();
    }

    public Database database() {
        String name = "own" + databases.incrementAndGet();
        postgres.provide(name, RealParts.PASSWORD);
        return new Database(postgres.jdbcUrl(name), name, RealParts.PASSWORD);
    }

    /** {@code kill -9} of the server and of every process it started: nobody says good-bye. */
    public void kill() {
        List<ProcessHandle> processes = ProcessHandle.of(child.pid()).stream()
                .flatMap(ProcessHandle::descendants)
                .toList();
        child.kill();
        processes.forEach(ProcessHandle::destroyForcibly);
    }

    /** It is there, takes connections and says nothing: every process of it is stopped where it is. */
    public void freeze() {
        signal("STOP");
    }

    public void thaw() {
        signal("CONT");
    }

    private void signal(String name) {
        List<String> command = new ArrayList<>(List.of("kill", "-" + name, Long.toString(child.pid())));
        ProcessHandle.of(child.pid()).stream()
                .flatMap(ProcessHandle::descendants)
                .forEach(process -> command.add(Long.toString(process.pid())));
        try {
            // One that has just ended cannot be reached, and need not be.
            new ProcessBuilder(command).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** It recovers from its log; what the killed one left behind may take a moment to go. */
    public void start() {
        for (int attempt = 1; ; attempt++) {
            try {
                child = postgres.start(leash::hold);
                return;
            } catch (PartFailedException stillThere) {
                if (attempt == STARTS) {
                    throw stillThere;
                }
            }
        }
    }
}
