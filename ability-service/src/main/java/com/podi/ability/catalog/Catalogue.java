package com.podi.ability.catalog;

import com.podi.ability.audit.RecordChanged;
import com.podi.ability.executor.Executor;
import com.podi.ability.executor.ExecutorRegistry;
import com.podi.ability.form.InputForm;
import com.podi.ability.workflow.WorkflowBindings;
import com.podi.ability.workflow.Workflows;
import com.podi.contracts.ability.AbilityView.Field;
import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.event.Topics;
import jakarta.annotation.PostConstruct;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;
import tools.jackson.databind.json.JsonMapper;

/**
 * What there is on offer, kept in memory: plans and lists ask no database. It is read anew when something changed here,
 * when an event says that something changed in another replica, and now and then in case an event was missed.
 */
@Component
public class Catalogue {

    private static final Logger log = LoggerFactory.getLogger(Catalogue.class);

    private final AbilityTable abilities;
    private final ExecutorRegistry executors;
    private final Workflows workflows;
    private final WorkflowBindings bindings;
    private final Rates rates;
    private final JsonMapper json;

    private Map<List<Field>, InputForm> forms = Map.of();
    private volatile Snapshot snapshot = Snapshot.EMPTY;

    Catalogue(
            AbilityTable abilities,
            ExecutorRegistry executors,
            Workflows workflows,
            WorkflowBindings bindings,
            Rates rates,
            JsonMapper json) {
        this.abilities = abilities;
        this.executors = executors;
        this.workflows = workflows;
        this.bindings = bindings;
        this.rates = rates;
        this.json = json;
    }

    /** An ability that may be called: an inactive one is refused. */
    public Offer callable(String abilityId) {
        Offer offer = get(abilityId);
        if (!offer.ability().isActive()) {
            throw ErrorCode.ABILITY_INACTIVE.because("%s", abilityId);
        }
        return offer;
    }

    Offer get(String abilityId) {
        return snapshot.offer(abilityId).orElseThrow(() -> ErrorCode.ABILITY_NOT_FOUND.because("%s", abilityId));
    }

    public Optional<Executor> executor(String id) {
        return snapshot.executor(id);
    }

    /** In the order in which they are shown. */
    Collection<Offer> offers() {
        return snapshot.offers();
    }

    /** Whoever takes a rate away learns of it here, and not from the first who calls. */
    @PostConstruct
    void open() {
        refresh();
        rates.mustKnow(offers().stream()
                .map(offer -> offer.ability().tariff().currency())
                .toList());
    }

    /** One after the other, so that what is read last also stays. */
    synchronized void refresh() {
        Map<List<Field>, InputForm> present = new HashMap<>();
        snapshot = Snapshot.of(
                abilities.all(),
                executors.all(),
                workflows.all(),
                bindings.enabled(),
                fields -> present.computeIfAbsent(fields, this::form));
        forms = present;
    }

    /** A schema takes long to prepare, and seldom changes. */
    private InputForm form(List<Field> fields) {
        InputForm known = forms.get(fields);
        return known == null ? new InputForm(json, fields) : known;
    }

    @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT, fallbackExecution = true)
    void changedHere(RecordChanged change) {
        refreshIfPossible();
    }

    /** Every replica has a group of its own: all of them must hear of it, and nothing happens twice by hearing twice. */
    @KafkaListener(
            topics = {Topics.ABILITY, Topics.EXECUTOR},
            groupId = "${spring.application.name}-catalogue-${random.uuid}",
            properties = "auto.offset.reset=latest")
    void changedElsewhere(ConsumerRecord<String, String> event) {
        refreshIfPossible();
    }

    @Scheduled(fixedDelayString = "${podi.ability.catalogue.refresh:30s}")
    void refreshIfPossible() {
        try {
            refresh();
        } catch (DataAccessException away) {
            log.warn("catalogue not read anew: {}", away.getMessage());
        }
    }
}
