package com.podi.media.upload;

import com.podi.media.storage.UploadForm;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/**
 * Two ways to put one picture: a form for browsers and a link for everything else.
 *
 * @param expireIn seconds
 * @param fields the whole form; policy and signature stand beside it for clients that fill their own
 */
record UploadTicket(
        String bucket,
        String objectKey,
        String policy,
        String signature,
        String accessKeyId,
        URI host,
        long expireIn,
        Map<String, String> fields,
        URI uploadUrl) {

    static UploadTicket of(String objectKey, UploadForm form, URI uploadUrl, Duration ttl) {
        return new UploadTicket(
                form.bucket(),
                objectKey,
                form.fields().get("policy"),
                form.fields().get("x-amz-signature"),
                form.accessKeyId(),
                form.host(),
                ttl.toSeconds(),
                form.fields(),
                uploadUrl);
    }
}
