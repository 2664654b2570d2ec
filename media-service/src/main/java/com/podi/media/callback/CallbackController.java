package com.podi.media.callback;

import com.podi.contracts.envelope.ApiResponse;
import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.PodiException;
import com.podi.contracts.media.MediaObjectView;
import com.podi.media.upload.Completions;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.security.PublicKey;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

@RestController
class CallbackController {

    private static final int MOST_BYTES = 64 * 1024;

    private final PublicKeys keys;
    private final OssCallback.Reader callbacks;
    private final Completions completions;
    private final InTime inTime;
    private final CallbackProperties properties;
    private final JsonMapper json;

    CallbackController(
            PublicKeys keys,
            OssCallback.Reader callbacks,
            Completions completions,
            InTime inTime,
            CallbackProperties properties,
            JsonMapper json) {
        this.keys = keys;
        this.inTime = inTime;
        this.properties = properties;
        this.callbacks = callbacks;
        this.completions = completions;
        this.json = json;
    }

    /** The signature is of the bytes as they were sent, so they are taken before anybody reads them. */
    @Operation(
            summary = "Aliyun OSS: an object has arrived",
            requestBody = @RequestBody(content = @Content(schema = @Schema(implementation = CallbackBody.class))))
    @PostMapping("/api/media/v1/oss-callback")
    ResponseEntity<byte[]> stored(
            HttpServletRequest request,
            @Nullable @RequestHeader(name = "x-oss-pub-key-url", required = false) String keyAddress,
            @Nullable @RequestHeader(name = "x-oss-signature", required = false) String ossSignature,
            @Nullable @RequestHeader(name = "authorization", required = false) String authorization)
            throws IOException {
        long deadline = System.nanoTime() + properties.patience().toNanos();
        byte[] body = request.getInputStream().readNBytes(MOST_BYTES + 1);
        String signature = ossSignature == null ? authorization : ossSignature;
        if (keyAddress == null || signature == null || body.length > MOST_BYTES) {
            throw invalid("not signed");
        }
        Optional<PublicKey> key = keys.at(keyAddress);
        if (key.isEmpty()) {
            throw invalid("no key");
        }
        if (!OssSignature.verify(key.get(), request.getRequestURI(), request.getQueryString(), body, signature)) {
            throw invalid("wrong signature");
        }
        OssCallback callback = callbacks.read(body);
        return answer(inTime.within(
                Duration.ofNanos(deadline - System.nanoTime()),
                () -> completions.byCallback(callback.objectKey(), callback.userId(), callback.taskId())));
    }

    /** OSS wants to know how long the answer is before it reads it. */
    private ResponseEntity<byte[]> answer(MediaObjectView object) {
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .body(json.writeValueAsBytes(ApiResponse.ok(object)));
    }

    private static PodiException invalid(String reason) {
        return ErrorCode.MEDIA_CALLBACK_INVALID.because(reason);
    }

    /** What the form has OSS send; size and type are not believed. */
    private record CallbackBody(String bucket, String object, long size, String mimeType, Meta meta) {}

    private record Meta(String taskId, String action, String userId) {}
}
