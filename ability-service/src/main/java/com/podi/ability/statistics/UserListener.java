package com.podi.ability.statistics;

import com.podi.contracts.event.EventEnvelope;
import com.podi.contracts.event.Topics;
import com.podi.contracts.event.UserLoggedIn;
import com.podi.contracts.event.UserRegistered;
import com.podi.starter.event.Inbox;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

@Component
class UserListener {

    private final Inbox inbox;
    private final Users users;

    UserListener(Inbox inbox, Users users) {
        this.inbox = inbox;
        this.users = users;
    }

    @KafkaListener(topics = Topics.USER)
    void on(EventEnvelope event) {
        switch (event.type()) {
            case UserRegistered.TYPE -> inbox.once(event, UserRegistered.class, user -> users.known(user.userId()));
            case UserLoggedIn.TYPE ->
                inbox.once(event, UserLoggedIn.class, login -> users.active(login.userId(), login.loggedInAt()));
            default -> {}
        }
    }
}
