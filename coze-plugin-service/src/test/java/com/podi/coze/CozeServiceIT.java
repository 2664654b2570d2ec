package com.podi.coze;

import static org.awaitility.Awaitility.await;

import com.podi.contracts.event.AbilityChanged;
import com.podi.contracts.event.EventEnvelope;
import com.podi.testsupport.Api;
import com.podi.testsupport.Api.Answer;
import com.podi.testsupport.ServiceIT;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The service with a double of all that it calls. */
@ServiceIT
abstract class CozeServiceIT {

    static final PlatformDouble PLATFORM = new PlatformDouble();

    static final String DOCUMENT = "/api/coze/podi/openapi.json";
    static final String TASK_GET = "/api/coze/podi/tasks/get";
    static final String QUEUE_SUMMARY = "/api/coze/podi/comfyui/queue-summary";
    static final String UPSCALE = "/api/coze/podi/tools/podi/upscale";
    static final String PATTERN = "/api/coze/podi/tools/comfyui/pattern_extraction";

    static final String TOKEN = "opaque";
    static final int CALLS_PER_MINUTE = 100;

    private static final AtomicInteger ADDRESSES = new AtomicInteger();

    @LocalServerPort
    int port;

    @Autowired
    private KafkaTemplate<String, String> kafka;

    @Autowired
    JsonMapper json;

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry registry) {
        for (String service : new String[] {"task-worker", "ability-service", "comfyui-admin-service"}) {
            registry.add("spring.cloud.discovery.client.simple.instances.%s[0].uri".formatted(service), PLATFORM::url);
        }
        registry.add("PODI_TOKEN_URI", () -> PLATFORM.url() + "/token");
        registry.add("PODI_CLIENT_SECRET", () -> "secret");
        registry.add("PODI_PUBLIC_URL", () -> "https://podi.example/");
        registry.add("PODI_COZE_ACCOUNT", () -> PlatformDouble.ACCOUNT);
        registry.add("COZE_TRUSTED_IPS", () -> "127.0.0.1/32,10.1.0.0/16");
        registry.add("SERVICE_API_TOKEN", () -> TOKEN + ",to come");
        registry.add("PODI_COZE_CALLS_PER_MINUTE", () -> CALLS_PER_MINUTE);
        registry.add("PODI_COZE_PATIENCE", () -> "4s");
        registry.add("podi.coze.answer-within", () -> "20s");
        // Whoever waits for an answer that does not come, waits for long.
        registry.add("spring.cloud.openfeign.client.config.task-worker.read-timeout", () -> "60000");
        // Only events tell of changes.
        registry.add("PODI_COZE_CATALOGUE_REFRESH", () -> "1h");
    }

    @BeforeEach
    void everythingIsOffered() {
        awaitDocument(port);
    }

    static void awaitDocument(int port) {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> Api.onPort(port).get(DOCUMENT).status() == 200);
    }

    Api stranger() {
        return Api.onPort(port).with("X-Forwarded-For", "203.0.113.9");
    }

    /** From an address of the trusted network that has not called before. */
    Api trusted() {
        int number = ADDRESSES.incrementAndGet();
        return Api.onPort(port).with("X-Forwarded-For", "10.1.%d.%d".formatted(number / 250, number % 250));
    }

    JsonNode document() {
        return stranger().get(DOCUMENT).body();
    }

    /** Said as often as it takes to be heard: nobody may listen yet. */
    void tellOfAChange() {
        AbilityChanged change = new AbilityChanged("podi_upscale", 2, true);
        EventEnvelope event = new EventEnvelope(
                UUID.randomUUID().toString(),
                change.type(),
                change.version(),
                Instant.now(),
                change.aggregateId(),
                json.valueToTree(change));
        kafka.send(change.topic(), change.aggregateId(), json.writeValueAsString(event));
    }

    void assertFits(Answer answer, String path) {
        CozeRules.assertFits(answer.body(), CozeRules.answerSchema(document(), path));
    }
}
