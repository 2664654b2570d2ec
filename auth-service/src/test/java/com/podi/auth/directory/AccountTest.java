package com.podi.auth.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AccountTest {

    @Test
    void whoeverIsAdminIsCalledAdmin() {
        assertThat(account("user", "admin").role()).isEqualTo("admin");
        assertThat(account("user", "default-roles-podi").role()).isEqualTo("user");
    }

    @Test
    void withoutTheUserRoleAnAccountIsNotComplete() {
        assertThat(account("user").mayUsePodi()).isTrue();
        assertThat(account("default-roles-podi").mayUsePodi()).isFalse();
    }

    private static Account account(String... roles) {
        return new Account("id", "ann", "ann@example.com", List.of(roles), true);
    }
}
