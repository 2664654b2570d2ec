package com.podi.coze.ability;

import com.podi.contracts.ability.AbilityClient;
import com.podi.contracts.ability.AbilityView;
import com.podi.contracts.error.PodiException;
import com.podi.contracts.event.Topics;
import com.podi.coze.tool.Toolbox;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Follows the catalogue: every active ability is a tool. It is read when an event says that something changed, once more
 * a little later, since the replica that was asked may not have heard of it yet, and now and then in case an event was missed.
 */
@Component
class Catalogue {

    private static final Logger log = LoggerFactory.getLogger(Catalogue.class);

    private static final Duration A_LITTLE_LATER = Duration.ofSeconds(2);

    private final AbilityClient abilities;
    private final AbilityCalls calls;
    private final Toolbox toolbox;
    private final CatalogueCopy copy;
    private final Clock clock;
    private final Duration refresh;

    private final AtomicBoolean changed = new AtomicBoolean();
    private Instant due = Instant.MIN;
    private boolean opened;
    private boolean copyIsOld;

    Catalogue(
            AbilityClient abilities,
            AbilityCalls calls,
            Toolbox toolbox,
            CatalogueCopy copy,
            Clock clock,
            AbilityProperties properties) {
        this.abilities = abilities;
        this.calls = calls;
        this.toolbox = toolbox;
        this.copy = copy;
        this.clock = clock;
        this.refresh = properties.refresh();
    }

    /** Every replica has a group of its own: all of them must hear of it, and nothing happens twice by hearing twice. */
    @KafkaListener(
            topics = Topics.ABILITY,
            groupId = "${spring.application.name}-catalogue-${random.uuid}",
            properties = "auto.offset.reset=latest")
    void changed(ConsumerRecord<String, String> event) {
        changed.set(true);
    }

    @Scheduled(fixedDelayString = "${podi.coze.ability.look}")
    void look() {
        if (!opened) {
            opened = true;
            // Until ability-service answers, the tools are those of before.
            copy.read().ifPresent(before -> toolbox.offer(tools(before)));
        }
        boolean heard = changed.getAndSet(false);
        if (heard || !clock.instant().isBefore(due)) {
            boolean read = read();
            due = clock.instant().plus(heard || !read ? A_LITTLE_LATER : refresh);
        }
    }

    private boolean read() {
        try {
            List<AbilityView> active = abilities.active().data();
            copyIsOld |= toolbox.offer(tools(active));
            if (copyIsOld) {
                copy.write(active);
                copyIsOld = false;
            }
            return true;
        } catch (PodiException away) {
            log.warn("catalogue not read: {}", away.getMessage());
        } catch (DataAccessException | TransactionException away) {
            log.warn("catalogue not copied: {}", away.getMessage());
        }
        return false;
    }

    private List<AbilityTool> tools(List<AbilityView> active) {
        return active.stream().map(this::tool).flatMap(Optional::stream).toList();
    }

    /** What one ability is like must not cost all others their place in the document. */
    private Optional<AbilityTool> tool(AbilityView ability) {
        try {
            return Optional.of(new AbilityTool(ability, calls));
        } catch (IllegalArgumentException unspeakable) {
            log.error("left out: ability={} reason={}", ability.id(), unspeakable.getMessage());
            return Optional.empty();
        }
    }
}
