package com.podi.media.callback;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.PodiException;
import com.podi.media.storage.ObjectStore;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a callback says. Its signature proves little, the key of OSS being short and open to everybody's buckets: so it is
 * held against our bucket here, and against our grant and the object itself later.
 */
record OssCallback(String objectKey, String userId, String taskId) {

    @Component
    static class Reader {

        private final JsonMapper json;
        private final ObjectStore store;

        Reader(JsonMapper json, ObjectStore store) {
            this.json = json;
            this.store = store;
        }

        OssCallback read(byte[] body) {
            try {
                JsonNode callback = json.readTree(body);
                if (!callback.path("bucket").asString("").equals(store.bucket())) {
                    throw invalid("of another bucket");
                }
                return new OssCallback(
                        text(callback, "/object"), text(callback, "/meta/userId"), text(callback, "/meta/taskId"));
            } catch (JacksonException unreadable) {
                throw invalid("not readable");
            }
        }

        private static String text(JsonNode callback, String pointer) {
            JsonNode value = callback.at(pointer);
            if (!value.isString() || value.asString().indexOf('\0') >= 0) {
                throw invalid("without " + pointer);
            }
            return value.asString();
        }

        private static PodiException invalid(String reason) {
            return ErrorCode.MEDIA_CALLBACK_INVALID.because("callback %s", reason);
        }
    }
}
