package com.podi.auth.registration;

import com.podi.auth.directory.Account;
import com.podi.auth.directory.Accounts;
import com.podi.auth.profile.Profile;
import com.podi.auth.profile.Profiles;
import org.springframework.stereotype.Service;

/**
 * Creates accounts: first in Keycloak, which decides whether name and address are free, then here. What is cut off in
 * between is finished at the first login.
 */
@Service
class Registration {

    private final Accounts accounts;
    private final Profiles profiles;

    Registration(Accounts accounts, Profiles profiles) {
        this.accounts = accounts;
        this.profiles = profiles;
    }

    RegisteredView register(RegisterRequest request) {
        String id = accounts.create(request.accountName(), request.accountEmail(), request.password());
        accounts.giveUserRole(id);
        Account account = Account.ofUser(id, request.accountName(), request.accountEmail());
        Profile profile = profiles.know(account);
        return RegisteredView.of(profile, account.role());
    }
}
