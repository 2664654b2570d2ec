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
 * @param callback where a store that calls back does so
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
        URI uploadUrl,
        Callback callback) {

    record Callback(URI url) {}

    static UploadTicket of(String objectKey, UploadForm form, URI uploadUrl, Duration ttl, URI callbackUrl) {
        return new UploadTicket(
                form.bucket(),
                objectKey,
                form.policy(),
                form.signature(),
                form.accessKeyId(),
                form.host(),
                ttl.toSeconds(),
                form.fields(),
                uploadUrl,
                new Callback(callbackUrl));
    }
}
