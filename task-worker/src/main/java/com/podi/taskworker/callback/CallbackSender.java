package com.podi.taskworker.callback;

import com.podi.contracts.error.PodiException;
import com.podi.starter.http.GuardedHttp;
import com.podi.taskworker.history.InvokeResponse;
import com.podi.taskworker.history.TaskViews;
import com.podi.taskworker.queue.AbilityTask;
import com.podi.taskworker.queue.TaskStatus;
import com.podi.taskworker.queue.Tasks;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** One try at one callback. Links in it are signed now, and so is all of it. */
@Component
class CallbackSender {

    private static final Logger log = LoggerFactory.getLogger(CallbackSender.class);
    private static final Pattern TRACE_ID = Pattern.compile("[0-9a-f]{32}");

    private final Tasks tasks;
    private final TaskViews views;
    private final Callbacks callbacks;
    private final WebhookSecrets secrets;
    private final GuardedHttp web;
    private final JsonMapper json;
    private final Clock clock;
    private final Duration patience;

    CallbackSender(
            Tasks tasks,
            TaskViews views,
            Callbacks callbacks,
            WebhookSecrets secrets,
            GuardedHttp web,
            JsonMapper json,
            Clock clock,
            CallbackProperties properties) {
        this.tasks = tasks;
        this.views = views;
        this.callbacks = callbacks;
        this.secrets = secrets;
        this.web = web;
        this.json = json;
        this.clock = clock;
        this.patience = properties.patience();
    }

    Outcome send(Delivery delivery) {
        long start = System.nanoTime();
        Request request;
        try {
            request = prepare(delivery);
        } catch (RuntimeException failure) {
            log.warn("callback not ready: delivery={} task={}", delivery.deliveryId(), delivery.taskId(), failure);
            return Outcome.failed(Outcome.Reason.NOT_READY, since(start));
        }
        try {
            return Outcome.answered(web.post(request.url(), request.headers(), request.body(), patience), since(start));
        } catch (PodiException notAllowed) {
            return Outcome.failed(Outcome.Reason.NOT_ALLOWED, since(start));
        } catch (SocketTimeoutException late) {
            return Outcome.failed(Outcome.Reason.TIMEOUT, since(start));
        } catch (IOException | RuntimeException unreachable) {
            return Outcome.failed(Outcome.Reason.UNREACHABLE, since(start));
        }
    }

    private record Request(String url, List<Map.Entry<String, String>> headers, byte[] body) {}

    private Request prepare(Delivery delivery) {
        AbilityTask task = tasks.find(delivery.taskId()).orElseThrow();
        Callback callback = callbacks.of(task).orElseThrow();
        InvokeResponse result = task.status() == TaskStatus.COMPLETED ? views.result(task) : null;
        byte[] body = json.writeValueAsBytes(CallbackMessage.of(task, result, callback.language()));
        List<Map.Entry<String, String>> headers =
                new ArrayList<>(callback.headers().entrySet());
        headers.addAll(ours(delivery, body));
        traceParent(task.traceId(), headers);
        return new Request(callback.url(), headers, body);
    }

    private List<Map.Entry<String, String>> ours(Delivery delivery, byte[] body) {
        long timestamp = clock.instant().getEpochSecond();
        List<String> valid = secrets.of(delivery.userId()).stream()
                .map(WebhookSecrets.Secret::value)
                .toList();
        return List.of(
                Map.entry("webhook-id", delivery.deliveryId()),
                Map.entry("webhook-timestamp", Long.toString(timestamp)),
                Map.entry("webhook-signature", WebhookSignature.of(valid, delivery.deliveryId(), timestamp, body)));
    }

    /** The trace of the task goes on; each try is a step of its own in it. */
    private static void traceParent(@Nullable String traceId, List<Map.Entry<String, String>> headers) {
        if (traceId != null && TRACE_ID.matcher(traceId).matches()) {
            long step = ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
            headers.add(Map.entry("traceparent", "00-%s-%016x-00".formatted(traceId, step)));
        }
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
