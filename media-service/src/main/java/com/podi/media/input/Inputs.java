package com.podi.media.input;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.Text;
import com.podi.contracts.media.Input;
import com.podi.contracts.media.InputRequest;
import com.podi.media.grant.Grant;
import com.podi.media.grant.Grants;
import com.podi.media.object.MediaObject;
import com.podi.media.object.MediaObjects;
import com.podi.media.storage.ObjectStore;
import java.net.URI;
import java.util.Optional;
import org.springframework.stereotype.Service;

/** Finds out which picture a call means: one that is there, one that is about to be uploaded, or one from elsewhere. */
@Service
class Inputs {

    private static final Text NO_ADDRESS = new Text("不是有效的地址", "is not an address");

    private final MediaObjects objects;
    private final Grants grants;
    private final ObjectStore store;

    Inputs(MediaObjects objects, Grants grants, ObjectStore store) {
        this.objects = objects;
        this.grants = grants;
        this.store = store;
    }

    Input find(InputRequest request) {
        if (request.objectKey() != null) {
            return ours(request.objectKey(), request.userId());
        }
        return keyOf(request.url() == null ? "" : request.url())
                .map(key -> ours(key, request.userId()))
                .orElseGet(Input::elsewhere);
    }

    private Optional<String> keyOf(String url) {
        try {
            return store.keyOf(URI.create(url));
        } catch (IllegalArgumentException wrong) {
            throw ErrorCode.BAD_PARAMETER.at("url", NO_ADDRESS).causedBy(wrong);
        }
    }

    private Input ours(String key, String userId) {
        return objects.findAt(key)
                .map(MediaObject::view)
                .filter(object -> object.userId().equals(userId))
                .map(object -> new Input(object.objectKey(), object))
                .or(() -> expected(key, userId))
                .orElseThrow(() -> ErrorCode.MEDIA_NOT_FOUND.because("%s of %s", key, userId));
    }

    private Optional<Input> expected(String key, String userId) {
        return grants.find(key)
                .filter(Grant::isOpen)
                .filter(grant -> grant.userId().equals(userId))
                .map(grant -> new Input(grant.objectKey(), null));
    }
}
