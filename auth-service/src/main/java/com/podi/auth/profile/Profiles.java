package com.podi.auth.profile;

import com.podi.auth.directory.Account;
import com.podi.contracts.event.UserLoggedIn;
import com.podi.contracts.event.UserRegistered;
import com.podi.starter.event.Events;
import com.podi.starter.id.Ids;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Keeps the profiles, and tells the other services of users and their logins. */
@Service
public class Profiles {

    private final JdbcClient jdbc;
    private final Events events;
    private final Clock clock;
    private final ProfileRow row;

    Profiles(JdbcClient jdbc, Events events, Clock clock, ProfileRow row) {
        this.jdbc = jdbc;
        this.events = events;
        this.clock = clock;
        this.row = row;
    }

    /** Makes the account known, once however often it is asked, and what we copied of it right. */
    @Transactional
    public Profile know(Account account) {
        introduceAt(now(), account);
        copy(account);
        return find(account.id()).orElseThrow();
    }

    /** Whoever gets here without a profile had a registration that was interrupted, or came with the realm. */
    @Transactional
    public void loggedIn(Account account, String address) {
        Instant now = now();
        introduceAt(now, account);
        copy(account);
        jdbc.sql("update profiles set last_login_at = :now where user_id = :userId")
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("userId", account.id())
                .update();
        jdbc.sql("""
                        insert into login_history (login_id, user_id, address, logged_in_at)
                        values (:loginId, :userId, :address, :now)
                        """)
                .param("loginId", Ids.next("login"))
                .param("userId", account.id())
                .param("address", address)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
        events.publish(new UserLoggedIn(account.id(), now));
    }

    /** The latest first. */
    public List<Login> lastLogins(String userId, int limit) {
        return jdbc.sql("""
                        select address, logged_in_at from login_history where user_id = :userId
                        order by logged_in_at desc, login_id desc limit :limit
                        """)
                .param("userId", userId)
                .param("limit", limit)
                .query((login, number) -> new Login(
                        login.getString("address"),
                        login.getObject("logged_in_at", OffsetDateTime.class).toInstant()))
                .list();
    }

    Optional<Profile> find(String userId) {
        return jdbc.sql("select * from profiles where user_id = ?")
                .param(userId)
                .query(row)
                .optional();
    }

    /** What is null stays as it is. */
    @Transactional
    void change(String userId, @Nullable String email, @Nullable String details) {
        jdbc.sql("""
                        update profiles
                        set email = coalesce(:email, email), details = coalesce(:details::jsonb, details)
                        where user_id = :userId
                        """)
                .param("email", email)
                .param("details", details)
                .param("userId", userId)
                .update();
    }

    /** The one who gets the row in reports the user; a twin at the same moment waits here and finds it there. */
    private void introduceAt(Instant now, Account account) {
        int added = jdbc.sql("""
                        insert into profiles (user_id, username, email, role, status, created_at)
                        values (:userId, :username, :email, :role, :status, :now)
                        on conflict do nothing
                        """)
                .param("userId", account.id())
                .param("username", account.username())
                .param("email", account.email())
                .param("role", account.role())
                .param("status", account.status())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
        if (added == 1) {
            events.publish(new UserRegistered(account.id(), account.username(), account.email(), now));
        }
    }

    private void copy(Account account) {
        jdbc.sql("""
                        update profiles set username = :username, email = :email, role = :role, status = :status
                        where user_id = :userId
                          and (username, email, role, status) <> (:username, :email, :role, :status)
                        """)
                .param("username", account.username())
                .param("email", account.email())
                .param("role", account.role())
                .param("status", account.status())
                .param("userId", account.id())
                .update();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
