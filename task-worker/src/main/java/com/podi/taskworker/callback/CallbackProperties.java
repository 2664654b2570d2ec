package com.podi.taskworker.callback;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * @param senders how many callbacks this replica sends at once
 * @param patience how long one try may take in all
 * @param lease how long a callback stays with a sender that gives no sign of life
 * @param delays before the second try, the third one, and so on; there are no more
 */
@Validated
@ConfigurationProperties("podi.callbacks")
record CallbackProperties(
        @DefaultValue("32") @Min(1) @Max(200) int senders,
        @DefaultValue("PT15S") Duration patience,
        @DefaultValue("PT60S") Duration lease,

        @DefaultValue({"PT10S", "PT1M", "PT5M", "PT30M", "PT2H", "PT6H", "PT14H"})
        List<Duration> delays) {

    CallbackProperties {
        delays = List.copyOf(delays);
        if (lease.compareTo(patience) <= 0) {
            throw new IllegalArgumentException("PODI_CALLBACK_LEASE must be longer than PODI_CALLBACK_PATIENCE");
        }
    }
}
