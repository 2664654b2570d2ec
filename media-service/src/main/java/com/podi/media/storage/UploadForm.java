package com.podi.media.storage;

import java.net.URI;
import java.util.Map;

/**
 * What a browser posts to put one object, beside the field {@code file}.
 *
 * @param host where it is posted
 * @param policy with its signature and key, for clients that fill a form of their own
 * @param fields all of them: key, content type, policy and signature
 */
public record UploadForm(
        URI host, String bucket, String accessKeyId, String policy, String signature, Map<String, String> fields) {

    public UploadForm {
        fields = Map.copyOf(fields);
    }
}
