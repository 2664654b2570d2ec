package com.podi.auth.admin;

import com.podi.auth.directory.Account;
import com.podi.auth.directory.Accounts;
import com.podi.auth.ending.Endings;
import com.podi.auth.profile.Profile;
import com.podi.auth.profile.ProfileSearch;
import com.podi.auth.profile.Profiles;
import com.podi.contracts.envelope.Page;
import com.podi.contracts.envelope.PageRequest;
import com.podi.contracts.error.ErrorCode;
import org.springframework.stereotype.Service;

/** Lists come from our copies; of a single user Keycloak is asked, and our copies are put right. */
@Service
class Users {

    private static final int LOGINS = 20;

    private final Accounts accounts;
    private final Profiles profiles;
    private final ProfileSearch search;
    private final Endings endings;

    Users(Accounts accounts, Profiles profiles, ProfileSearch search, Endings endings) {
        this.accounts = accounts;
        this.profiles = profiles;
        this.search = search;
        this.endings = endings;
    }

    Page<UserItem> search(UserFilter filter, PageRequest page) {
        Page<Profile> found = search.find(filter.q(), filter.role(), filter.status(), page);
        return new Page<>(found.items().stream().map(UserItem::of).toList(), found.pagination());
    }

    UserView user(String id) {
        return UserView.of(profiles.know(account(id)), profiles.lastLogins(id, LOGINS));
    }

    /** Tokens that are out carry the old role, so a changed role ends the user's sessions as much as a disabled account. */
    UserView change(String administratorId, String id, UserChange change) {
        change.mustNotHarm(administratorId, id);
        Account account = account(id);
        if (change.enables(account)) {
            accounts.setEnabled(id, true);
        }
        if (change.disables(account) || change.changesRoleOf(account)) {
            endings.endAllOf(id, () -> apply(change, account));
        }
        return user(id);
    }

    private void apply(UserChange change, Account account) {
        if (change.disables(account)) {
            accounts.setEnabled(account.id(), false);
        }
        if (change.changesRoleOf(account)) {
            setRole(account.id(), change.role());
        }
    }

    private void setRole(String id, String role) {
        if (Account.ADMIN.equals(role)) {
            accounts.makeAdmin(id);
        } else {
            accounts.makeUser(id);
        }
    }

    private Account account(String id) {
        return accounts.find(id).orElseThrow(() -> ErrorCode.USER_NOT_FOUND.because("%s", id));
    }
}
