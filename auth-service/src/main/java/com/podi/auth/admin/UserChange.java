package com.podi.auth.admin;

import com.podi.auth.directory.Account;
import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.Text;
import jakarta.validation.constraints.Pattern;
import org.jspecify.annotations.Nullable;

/** What an administrator changes of a user; what is absent stays as it is. */
record UserChange(
        @Nullable @Pattern(regexp = UserChange.ROLES, message = "{podi.auth.role}")
        String role,

        @Nullable @Pattern(regexp = UserChange.STATES, message = "{podi.auth.status}")
        String status) {

    static final String ROLES = Account.USER + "|" + Account.ADMIN;
    static final String STATES = Account.ACTIVE + "|" + Account.DISABLED;

    private static final Text NOT_ONESELF_DEMOTE =
            new Text("管理员不能取消自己的管理员角色", "administrators cannot take the role admin from themselves");
    private static final Text NOT_ONESELF_DISABLE =
            new Text("管理员不能停用自己的账号", "administrators cannot disable themselves");

    /** Else the last administrator could lock everybody out, and a slip of the hand the one who made it. */
    void mustNotHarm(String administratorId, String userId) {
        if (!administratorId.equals(userId)) {
            return;
        }
        if (Account.USER.equals(role)) {
            throw ErrorCode.BAD_PARAMETER.at("role", NOT_ONESELF_DEMOTE);
        }
        if (Account.DISABLED.equals(status)) {
            throw ErrorCode.BAD_PARAMETER.at("status", NOT_ONESELF_DISABLE);
        }
    }

    boolean changesRoleOf(Account account) {
        return role != null && !role.equals(account.role());
    }

    boolean disables(Account account) {
        return Account.DISABLED.equals(status) && account.enabled();
    }

    boolean enables(Account account) {
        return Account.ACTIVE.equals(status) && !account.enabled();
    }
}
