package com.podi.media;

import com.podi.testsupport.ServiceIT;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.test.context.TestPropertySource;

/** A service with a bucket of its own, with jobs that run when the test says so, and with a token for the store. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ServiceIT
@TestPropertySource(
        properties = {
            "podi.media.storage.bucket=" + QuietServiceIT.BUCKET,
            "podi.media.notification.token=" + QuietServiceIT.TOKEN,
            "podi.media.thumbnail.poll-interval=PT24H",
            "podi.media.sweep.poll-interval=PT24H",
        })
public @interface QuietServiceIT {

    String BUCKET = "quiet";
    String TOKEN = "the-token-of-minio";
}
