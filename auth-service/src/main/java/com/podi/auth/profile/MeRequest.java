package com.podi.auth.profile;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.Text;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Size;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What a user changes of themselves; what is absent stays as it is. */
record MeRequest(
        @Nullable @Email @Size(min = 1, max = 254) String email,
        @Nullable JsonNode profile) {

    private static final int DETAILS_LIMIT = 8192;
    private static final Text NOT_KEPT = new Text("必须为不超过8KB的JSON对象", "must be a JSON object of at most 8 KB");

    Optional<String> newEmail() {
        return Optional.ofNullable(email).map(address -> address.toLowerCase(Locale.ROOT));
    }

    /** The database does not take a NUL in a text. */
    Optional<String> newDetails() {
        if (profile == null || profile.isNull()) {
            return Optional.empty();
        }
        String details = profile.toString();
        if (!profile.isObject() || details.length() > DETAILS_LIMIT || details.contains("\\u0000")) {
            throw ErrorCode.BAD_PARAMETER.at("profile", NOT_KEPT);
        }
        return Optional.of(details);
    }
}
