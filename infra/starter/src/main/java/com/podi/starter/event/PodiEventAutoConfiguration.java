package com.podi.starter.event;

import com.podi.contracts.event.Topics;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;
import io.namastack.outbox.Outbox;
import java.time.Clock;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.config.TopicBuilder;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.support.ExponentialBackOffWithMaxRetries;
import org.springframework.kafka.support.converter.ConversionException;
import org.springframework.kafka.support.converter.RecordMessageConverter;
import org.springframework.kafka.support.converter.StringJacksonJsonMessageConverter;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.backoff.ExponentialBackOff;
import tools.jackson.databind.json.JsonMapper;

/** Outbox to Kafka, Kafka to inbox, and a dead-letter topic for what nobody can read. */
@AutoConfiguration(
        before = {KafkaAutoConfiguration.class},
        beforeName = "io.namastack.outbox.config.OutboxCoreProcessingAutoConfiguration")
class PodiEventAutoConfiguration {

    private static final int PARTITIONS = 6;

    /** With what is said of the failure it is larger than the event was, which may have come compressed. */
    private static final String LARGEST_DEAD_LETTER = "8388608";

    private static final int RETRIES = 20;
    private static final long FIRST_RETRY_MS = 500;
    private static final long LAST_RETRY_MS = 30_000;

    @Bean
    TraceParent traceParent(ObjectProvider<Tracer> tracer, ObjectProvider<Propagator> propagator) {
        return new TraceParent(tracer, propagator);
    }

    @Bean
    Events events(Outbox outbox, JsonMapper json, Clock clock, TraceParent traceParent) {
        return new Events(outbox, json, clock, traceParent);
    }

    @Bean
    OutboxBacklog outboxBacklog(JdbcClient jdbc) {
        return new OutboxBacklog(jdbc);
    }

    @Bean
    OutboxRelay outboxRelay(KafkaTemplate<String, String> kafka) {
        return new OutboxRelay(kafka);
    }

    @Bean
    Inbox inbox(JdbcClient jdbc, TransactionTemplate transaction, JsonMapper json) {
        return new Inbox(jdbc, transaction, json);
    }

    /** Whoever starts first creates all topics, those of its consumers' dead letters included. */
    @Bean
    KafkaAdmin.NewTopics topics(
            @Value("${spring.application.name}") String application, @Value("${podi.kafka.replicas:1}") int replicas) {
        return new KafkaAdmin.NewTopics(Topics.ALL.stream()
                .flatMap(topic -> Stream.of(
                        topic(topic, replicas),
                        topic(deadLetters(topic, application), replicas)
                                .config(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, LARGEST_DEAD_LETTER)))
                .map(TopicBuilder::build)
                .toArray(NewTopic[]::new));
    }

    private static TopicBuilder topic(String name, int replicas) {
        return TopicBuilder.name(name).partitions(PARTITIONS).replicas(replicas);
    }

    @Bean
    RecordMessageConverter eventConverter(JsonMapper json) {
        return new StringJacksonJsonMessageConverter(json);
    }

    @Bean
    DefaultErrorHandler eventErrors(
            KafkaTemplate<String, String> kafka, @Value("${spring.application.name}") String application) {
        ExponentialBackOffWithMaxRetries retries = new ExponentialBackOffWithMaxRetries(RETRIES);
        retries.setInitialInterval(FIRST_RETRY_MS);
        retries.setMaxInterval(LAST_RETRY_MS);
        DefaultErrorHandler handler = new DefaultErrorHandler(
                new DeadLetterPublishingRecoverer(
                        kafka,
                        (failed, failure) ->
                                new TopicPartition(deadLetters(failed.topic(), application), failed.partition())),
                retries);
        ExponentialBackOff untilItIsBack = new ExponentialBackOff();
        untilItIsBack.setInitialInterval(FIRST_RETRY_MS);
        untilItIsBack.setMaxInterval(LAST_RETRY_MS);
        handler.setBackOffFunction((event, failure) -> passes(failure) ? untilItIsBack : null);
        handler.addNotRetryableExceptions(
                MalformedEventException.class,
                ConversionException.class,
                MessageConversionException.class,
                // Something is missing in it, or stands in it that cannot be.
                NullPointerException.class,
                IllegalArgumentException.class,
                DataIntegrityViolationException.class);
        return handler;
    }

    /** No event is given up because the database was away, or a table locked, for long. */
    static boolean passes(@Nullable Throwable failure) {
        return failure != null
                && (failure instanceof DataAccessResourceFailureException
                        || failure instanceof TransientDataAccessException
                        || failure instanceof TransactionException
                        || passes(failure.getCause()));
    }

    private static String deadLetters(String topic, String application) {
        return topic + "." + application + ".dlt";
    }
}
