package com.podi.ability.executor;

import com.podi.ability.audit.Kind;
import com.podi.ability.audit.Trail;
import com.podi.contracts.envelope.Page;
import com.podi.contracts.envelope.PageRequest;
import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.event.ExecutorChanged;
import com.podi.starter.event.Events;
import com.podi.starter.id.Ids;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The executors there are. */
@Service
public class ExecutorRegistry {

    private final ExecutorTable table;
    private final Trail trail;
    private final Events events;
    private final ObjectProvider<ExecutorUse> uses;
    private final Clock clock;

    ExecutorRegistry(ExecutorTable table, Trail trail, Events events, ObjectProvider<ExecutorUse> uses, Clock clock) {
        this.table = table;
        this.trail = trail;
        this.events = events;
        this.uses = uses;
        this.clock = clock;
    }

    /** The newest first. */
    public List<Executor> all() {
        return table.all();
    }

    /** One that stays until the end of the transaction. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<Executor> hold(String id) {
        return table.hold(id);
    }

    Page<ExecutorView> page(ExecutorFilter filter, PageRequest request) {
        List<ExecutorView> wanted =
                table.all().stream().filter(filter::wants).map(ExecutorView::of).toList();
        return Page.of(wanted, request);
    }

    ExecutorView get(String id) {
        return ExecutorView.of(table.get(id));
    }

    @Transactional
    ExecutorView create(ExecutorRequest wanted, String actor) {
        ExecutorRules.check(wanted);
        String id = wanted.id() == null ? Ids.next("exec") : wanted.id();
        if (!table.insert(id, wanted, wanted.status() == null ? "active" : wanted.status(), clock.instant())) {
            throw ErrorCode.ALREADY_EXISTS.because("executor %s", id);
        }
        Executor made = table.get(id);
        trail.created(actor, state(made));
        tell(made);
        return ExecutorView.of(made);
    }

    @Transactional
    ExecutorView replace(String id, ExecutorRequest wanted, String actor) {
        ExecutorRules.check(wanted);
        Executor before = table.lock(id);
        if (wanted.revision() != null && wanted.revision() != before.revision()) {
            throw ErrorCode.REVISION_CONFLICT.because("executor %s is at %d", id, before.revision());
        }
        if (!wanted.type().equals(before.type()) && isUsed(id)) {
            throw ErrorCode.IN_USE.because("executor %s is used as %s", id, before.type());
        }
        table.update(id, wanted, wanted.status() == null ? before.status() : wanted.status(), clock.instant());
        Executor now = table.get(id);
        trail.changed(actor, state(before), state(now));
        tell(now);
        return ExecutorView.of(now);
    }

    @Transactional
    void remove(String id, String actor) {
        Executor before = table.lock(id);
        if (isUsed(id)) {
            throw ErrorCode.IN_USE.because("executor %s", id);
        }
        table.hide(id);
        trail.deleted(
                actor,
                state(before),
                new Trail.State(Kind.EXECUTOR, id, before.revision() + 1, ExecutorView.of(before)));
        events.publish(new ExecutorChanged(id, false, null));
    }

    private boolean isUsed(String id) {
        return uses.stream().anyMatch(use -> use.isUsed(id));
    }

    private void tell(Executor executor) {
        events.publish(new ExecutorChanged(executor.id(), executor.isAvailable(), executor.maxConcurrency()));
    }

    private static Trail.State state(Executor executor) {
        return new Trail.State(Kind.EXECUTOR, executor.id(), executor.revision(), ExecutorView.of(executor));
    }
}
