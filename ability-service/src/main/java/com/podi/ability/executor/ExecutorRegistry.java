package com.podi.ability.executor;

import com.podi.ability.audit.Kind;
import com.podi.ability.audit.Trail;
import com.podi.contracts.envelope.Page;
import com.podi.contracts.envelope.PageRequest;
import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.ErrorDetail;
import com.podi.contracts.error.Text;
import com.podi.contracts.event.ExecutorChanged;
import com.podi.starter.event.Events;
import com.podi.starter.id.Ids;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The executors there are. */
@Service
public class ExecutorRegistry {

    private static final Text NO_KEY = new Text("该服务商没有这个密钥", "The provider has no such key");

    private final ExecutorTable table;
    private final Outcomes outcomes;
    private final ObjectProvider<KeysOfProvider> keys;
    private final Trail trail;
    private final Events events;
    private final ObjectProvider<ExecutorUse> uses;
    private final Clock clock;

    ExecutorRegistry(
            ExecutorTable table,
            Outcomes outcomes,
            ObjectProvider<KeysOfProvider> keys,
            Trail trail,
            Events events,
            ObjectProvider<ExecutorUse> uses,
            Clock clock) {
        this.table = table;
        this.outcomes = outcomes;
        this.keys = keys;
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
        Map<String, Outcomes.Figures> figures = outcomes.figures();
        List<ExecutorView> wanted = table.all().stream()
                .filter(filter::wants)
                .map(executor -> ExecutorView.of(executor, figures.get(executor.id())))
                .toList();
        return Page.of(wanted, request);
    }

    ExecutorView get(String id) {
        return view(table.get(id));
    }

    private ExecutorView view(Executor executor) {
        return ExecutorView.of(executor, outcomes.of(executor.id()).orElse(null));
    }

    @Transactional
    ExecutorView create(ExecutorRequest wanted, String actor) {
        check(wanted);
        String id = wanted.id() == null ? Ids.next("exec") : wanted.id();
        if (!table.insert(id, wanted, wanted.status() == null ? "active" : wanted.status(), clock.instant())) {
            throw ErrorCode.ALREADY_EXISTS.because("executor %s", id);
        }
        Executor made = table.get(id);
        trail.created(actor, state(made));
        tell(made);
        return view(made);
    }

    @Transactional
    ExecutorView replace(String id, ExecutorRequest wanted, String actor) {
        check(wanted);
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
        return view(now);
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
                new Trail.State(Kind.EXECUTOR, id, before.revision() + 1, ExecutorView.of(before, null)));
        events.publish(new ExecutorChanged(id, false, null));
    }

    private void check(ExecutorRequest wanted) {
        ExecutorRules.check(wanted);
        List<String> named = wanted.apiKeyIds() == null ? List.of() : wanted.apiKeyIds();
        if (named.isEmpty()) {
            return;
        }
        Set<String> known = keys.getObject().hold(wanted.type(), named);
        List<ErrorDetail> wrong = IntStream.range(0, named.size())
                .filter(place -> !known.contains(named.get(place)))
                .mapToObj(place -> new ErrorDetail("apiKeyIds[" + place + "]", NO_KEY))
                .toList();
        if (!wrong.isEmpty()) {
            throw ErrorCode.BAD_PARAMETER.withDetails(wrong);
        }
    }

    private boolean isUsed(String id) {
        return uses.stream().anyMatch(use -> use.isUsed(id));
    }

    private void tell(Executor executor) {
        events.publish(new ExecutorChanged(executor.id(), executor.isAvailable(), executor.maxConcurrency()));
    }

    private static Trail.State state(Executor executor) {
        return new Trail.State(Kind.EXECUTOR, executor.id(), executor.revision(), ExecutorView.of(executor, null));
    }
}
