package com.podi.starter.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class SealerTest {

    private static final String KEY = key('a');
    private static final String NEXT_KEY = key('b');
    private static final byte[] PLAIN = "Bearer abc".getBytes(StandardCharsets.UTF_8);

    @Test
    void whatIsSealedOpensAgainAndLooksLikeNothing() throws GeneralSecurityException {
        byte[] sealed = sealer(KEY).seal(PLAIN, "ann");

        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("Bearer");
        assertThat(sealer(KEY).open(sealed, "ann")).isEqualTo(PLAIN);
        assertThat(sealer(KEY).seal(PLAIN, "ann")).isNotEqualTo(sealed);
    }

    @Test
    void itOpensForNothingElse() throws GeneralSecurityException {
        byte[] sealed = sealer(KEY).seal(PLAIN, "ann");
        byte[] changed = sealed.clone();
        changed[changed.length - 1] ^= 1;

        assertThatThrownBy(() -> sealer(KEY).open(sealed, "bob")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> sealer(KEY).open(changed, "ann")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> sealer(NEXT_KEY).open(sealed, "ann")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aKeyIsReplacedWithoutLosingWhatItSealed() throws GeneralSecurityException {
        byte[] old = sealer(KEY).seal(PLAIN, "ann");
        Sealer both = sealer(NEXT_KEY, KEY);

        assertThat(both.open(old, "ann")).isEqualTo(PLAIN);
        assertThat(sealer(NEXT_KEY).open(both.seal(PLAIN, "ann"), "ann")).isEqualTo(PLAIN);
        assertThat(both.isPresent(old)).isFalse();
        assertThat(both.isPresent(both.seal(PLAIN, "ann"))).isTrue();
    }

    @Test
    void withoutAKeyNothingStartsAndSaysWhy() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(PodiSealAutoConfiguration.class))
                .withPropertyValues("podi.seal.keys=")
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .hasMessageContaining("PODI_MASTER_KEY is missing"));
    }

    @Test
    void aKeyThatIsNoneIsNotRepeated() {
        for (String wrong : List.of("too short", "c2hvcnQ=", KEY + "=x")) {
            assertThatThrownBy(() -> sealer(wrong))
                    .hasMessageContaining("PODI_MASTER_KEY must be")
                    .hasNoCause()
                    .message()
                    .doesNotContain(wrong);
        }
    }

    private static Sealer sealer(String... keys) throws GeneralSecurityException {
        return new Sealer(List.of(keys));
    }

    private static String key(char letter) {
        return Base64.getEncoder()
                .encodeToString(String.valueOf(letter).repeat(32).getBytes(StandardCharsets.US_ASCII));
    }
}
