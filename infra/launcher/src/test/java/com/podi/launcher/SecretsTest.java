package com.podi.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {
    @TempDir
    private Path directory;

    @Test
    void staysTheSameOnceMade() {
        String made = secrets().get("database.wallet");

        assertThat(secrets().get("database.wallet")).isEqualTo(made);
        assertThat(secrets().get("database.media")).isNotEqualTo(made);
    }

    @Test
    void keepsTheFirstValueThatWasGiven() {
        secrets().get("admin-password", () -> "first");

        assertThat(secrets().get("admin-password", () -> "second")).isEqualTo("first");
    }

    @Test
    void isForItsOwnerOnly() throws Exception {
        secrets().get("any");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("secrets"))))
                .isEqualTo("rw-------");
    }

    @Test
    void aKeyHas256Bits() {
        assertThat(Base64.getDecoder().decode(secrets().key("master-key"))).hasSize(32);
    }

    private Secrets secrets() {
        return new Secrets(directory.resolve("secrets"));
    }
}
