package com.podi.taskworker.callback;

import com.podi.contracts.error.PodiException;
import com.podi.starter.http.GuardedHttp;
import com.podi.starter.id.Ids;
import com.podi.starter.seal.Sealer;
import com.podi.taskworker.chore.Hurry;
import com.podi.taskworker.queue.AbilityTask;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** Who wants to be told of the end of which task: written beside the task, and falling due when it ends. */
@Repository
public class Callbacks {

    private final JdbcClient jdbc;
    private final GuardedHttp web;
    private final Sealer sealer;
    private final JsonMapper json;
    private final ApplicationEventPublisher publisher;

    Callbacks(JdbcClient jdbc, GuardedHttp web, Sealer sealer, JsonMapper json, ApplicationEventPublisher publisher) {
        this.jdbc = jdbc;
        this.web = web;
        this.sealer = sealer;
        this.json = json;
        this.publisher = publisher;
    }

    /**
     * What a caller wants, if it may be done.
     *
     * @param urlField where the caller wrote the address
     * @param headersField where the caller wrote the headers
     * @return empty if no callback is wanted
     */
    public Optional<Callback> check(
            @Nullable String url,
            String urlField,
            @Nullable Map<String, @Nullable String> headers,
            String headersField) {
        Map<String, String> checked = CallbackHeaders.check(headers, headersField);
        if (url == null) {
            return Optional.empty();
        }
        try {
            web.check(url);
        } catch (PodiException refused) {
            throw refused.at(urlField);
        }
        return Optional.of(new Callback(url, checked, LocaleContextHolder.getLocale()));
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void keep(String taskId, String userId, Callback callback) {
        byte[] plain = json.writeValueAsBytes(new Address(callback.url(), callback.headers()));
        jdbc.sql("insert into callbacks (task_id, target, sealed, language) values (?, ?, ?, ?)")
                .params(
                        taskId,
                        callback.target(),
                        sealer.seal(plain, purpose(userId)),
                        callback.language().toLanguageTag())
                .update();
    }

    /** A task that repeats another one tells whom that one told. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void keepAsOf(String originalTaskId, String taskId) {
        jdbc.sql("""
                        insert into callbacks (task_id, target, sealed, language)
                        select ?, target, sealed, language from callbacks where task_id = ?
                        """).params(taskId, originalTaskId).update();
    }

    /** In the transaction that ends the task: whoever wants to be told will be. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void ended(AbilityTask task) {
        int wanted = jdbc.sql("""
                        insert into callback_deliveries (delivery_id, task_id, user_id, type, target)
                        select ?, task_id, ?, ?, target from callbacks where task_id = ?
                        """)
                .params(Ids.next("msg"), task.userId(), CallbackMessage.typeOf(task), task.taskId())
                .update();
        if (wanted > 0) {
            publisher.publishEvent(new Hurry(CallbackChore.class));
        }
    }

    @Transactional(readOnly = true)
    public Optional<Callback> of(AbilityTask task) {
        return jdbc.sql("select sealed, language from callbacks where task_id = ?")
                .param(task.taskId())
                .query((row, number) -> callback(
                        sealer.open(row.getBytes("sealed"), purpose(task.userId())), row.getString("language")))
                .optional();
    }

    /** The part of a callback that is sealed. */
    private record Address(String url, Map<String, String> headers) {}

    private Callback callback(byte[] plain, String language) {
        Address address = json.readValue(plain, Address.class);
        return new Callback(address.url(), address.headers(), Locale.forLanguageTag(language));
    }

    /** A retry has the same user, so that its callback can be copied as it is. */
    static String purpose(String userId) {
        return "callback of " + userId;
    }
}
