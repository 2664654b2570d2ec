package com.podi.media.notification;

import com.podi.contracts.envelope.ApiResponse;
import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.PodiException;
import com.podi.contracts.error.Text;
import com.podi.media.storage.ObjectStore;
import com.podi.media.upload.Completions;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

@RestController
class NotificationController {

    private static final Logger log = LoggerFactory.getLogger(NotificationController.class);
    private static final Text UNREADABLE = new Text("不是合法的通知", "is not a readable notification");
    private static final String SCHEME = "Bearer ";
    private static final int MOST_BYTES = 1024 * 1024;

    private final NotificationProperties properties;
    private final Completions completions;
    private final ObjectStore store;
    private final JsonMapper json;

    NotificationController(
            NotificationProperties properties, Completions completions, ObjectStore store, JsonMapper json) {
        this.properties = properties;
        this.completions = completions;
        this.store = store;
        this.json = json;
    }

    /** Nothing is read of what comes without the token. */
    @Operation(
            summary = "MinIO: objects have arrived",
            requestBody = @RequestBody(content = @Content(schema = @Schema(implementation = BucketNotification.class))))
    @PostMapping("/api/media/v1/bucket-notifications")
    ApiResponse<@Nullable Void> stored(
            HttpServletRequest request,
            @Nullable @RequestHeader(name = "authorization", required = false) String authorization)
            throws IOException {
        if (!isOurToken(authorization)) {
            throw ErrorCode.MEDIA_CALLBACK_INVALID.because("notification without our token");
        }
        read(request).created(store.bucket()).forEach(this::complete);
        return ApiResponse.ok(null);
    }

    private BucketNotification read(HttpServletRequest request) throws IOException {
        byte[] body = request.getInputStream().readNBytes(MOST_BYTES + 1);
        if (body.length > MOST_BYTES) {
            throw ErrorCode.REQUEST_TOO_LARGE.because("a notification of more than %d bytes", MOST_BYTES);
        }
        try {
            return json.readValue(body, BucketNotification.class);
        } catch (JacksonException unreadable) {
            throw ErrorCode.BAD_PARAMETER.at("body", UNREADABLE);
        }
    }

    /** MinIO repeats what is not answered well: that helps where we could not do it now, and nowhere else. */
    private void complete(String objectKey) {
        try {
            completions.byNotification(objectKey);
        } catch (PodiException refusal) {
            if (refusal.errorCode().status() >= 500) {
                throw refusal;
            }
            log.info("notification refused: object={} because={}", objectKey, refusal.getMessage());
        }
    }

    private boolean isOurToken(@Nullable String authorization) {
        if (properties.token().isEmpty() || authorization == null) {
            return false;
        }
        String given = authorization.startsWith(SCHEME) ? authorization.substring(SCHEME.length()) : authorization;
        return MessageDigest.isEqual(bytes(given), bytes(properties.token()));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
