package com.podi.benchmarks.logs;

import com.podi.testsupport.RealParts;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** Ends of calls, as task-worker tells of them. */
final class Events {

    private static final String TOPIC = "podi.task";

    private static final String ENDED = """
            {"eventId":"evt_%1$s","type":"invocation.finished","version":1,"occurredAt":"%2$s","aggregateId":"%1$s","data":{
            "logId":"log_%1$s","taskId":"%1$s","abilityId":"ability1","provider":"provider1","action":"action1",
            "executorId":"executor1","userId":"user1","status":"completed","durationMs":1200,"queueMs":5,
            "price":{"currency":"CNY","unit":"per_image","list":0.1,"discount":null,"units":1,"amount":0.1,"points":10},
            "units":1,"points":10,"traceId":"4bf92f3577b34da6a3ce929d0e0e4736","requestSummary":{"scale":2},
            "outputKeys":["results/t/1.png"],"outputBytes":1000,"errorCode":null,"errorMessage":null,"finishedAt":"%2$s"}}
            """;

    private Events() {}

    static void send(long count) {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", RealParts.kafka(), "linger.ms", "20"),
                new StringSerializer(),
                new StringSerializer())) {
            Instant now = Instant.now();
            for (long n = 0; n < count; n++) {
                String task = "bench-" + now.toEpochMilli() + "-" + n;
                producer.send(new ProducerRecord<>(TOPIC, task, ENDED.formatted(task, now)));
            }
        }
    }
}
