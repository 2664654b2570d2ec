package com.podi.wallet.account;

import com.podi.contracts.event.EventEnvelope;
import com.podi.contracts.event.Topics;
import com.podi.contracts.event.UserRegistered;
import com.podi.starter.event.Inbox;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/** Opens an account for every new user, with the welcome grant in it. */
@Component
class UserRegisteredListener {

    private final Inbox inbox;
    private final Grants grants;
    private final WelcomeProperties properties;

    UserRegisteredListener(Inbox inbox, Grants grants, WelcomeProperties properties) {
        this.inbox = inbox;
        this.grants = grants;
        this.properties = properties;
    }

    @KafkaListener(topics = Topics.USER)
    void on(EventEnvelope event) {
        if (event.type().equals(UserRegistered.TYPE)) {
            inbox.once(event, UserRegistered.class, user -> grants.welcome(user.userId(), properties.welcomePoints()));
        }
    }
}
