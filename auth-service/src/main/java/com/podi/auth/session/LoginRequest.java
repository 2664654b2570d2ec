package com.podi.auth.session;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.Text;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** @param username a name or an e-mail address; {@code email} says the same for clients that tell them apart */
record LoginRequest(
        @Nullable @Size(max = 254) @Pattern(regexp = NO_CONTROLS)
        String username,

        @Nullable @Size(max = 254) @Pattern(regexp = NO_CONTROLS)
        String email,

        @NotEmpty @Size(max = 128) String password) {

    /** Keycloak's database cannot look for all of them. */
    private static final String NO_CONTROLS = "[^\\p{Cntrl}]*";

    private static final Text MISSING = new Text("用户名或邮箱不能为空", "a user name or an e-mail address is required");

    String name() {
        return Stream.of(username, email)
                .filter(name -> name != null && !name.isBlank())
                .findFirst()
                .orElseThrow(() -> ErrorCode.BAD_PARAMETER.at("username", MISSING))
                .strip();
    }

    @Override
    public String toString() {
        return "LoginRequest[" + username + ", " + email + "]";
    }
}
