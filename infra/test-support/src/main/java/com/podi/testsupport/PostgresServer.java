package com.podi.testsupport;

import com.podi.parts.Child;
import com.podi.parts.Leash;
import com.podi.parts.PartFailedException;
import com.podi.parts.Postgres;
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
