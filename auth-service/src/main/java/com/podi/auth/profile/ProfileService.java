package com.podi.auth.profile;

import com.podi.auth.directory.Accounts;
import com.podi.contracts.error.ErrorCode;
import java.util.Optional;
import org.springframework.stereotype.Service;

@Service
class ProfileService {

    private final Accounts accounts;
    private final Profiles profiles;

    ProfileService(Accounts accounts, Profiles profiles) {
        this.accounts = accounts;
        this.profiles = profiles;
    }

    Profile of(String userId) {
        return profiles.find(userId).orElseThrow(() -> ErrorCode.USER_NOT_FOUND.because("%s", userId));
    }

    /** Keycloak decides whether the address is free; should we fail after it, the next login brings our copy up to date. */
    Profile change(String userId, MeRequest request) {
        of(userId);
        Optional<String> details = request.newDetails();
        Optional<String> email = request.newEmail();
        email.ifPresent(address -> accounts.changeEmail(userId, address));
        profiles.change(userId, email.orElse(null), details.orElse(null));
        return of(userId);
    }
}
