package com.podi.coze.access;

import static com.podi.coze.access.CozeCaller.NETWORK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.PodiException;
import java.util.List;
import org.junit.jupiter.api.Test;

class AllowanceTest {

    private final Allowance allowance = allowance(2);

    @Test
    void aTokenHasItsShareWhereverItIsUsed() {
        allowance.spend(TestCallers.caller("token-1", "203.0.113.1"));
        allowance.spend(TestCallers.caller("token-1", "203.0.113.2"));

        assertThatExceptionOfType(PodiException.class)
                .isThrownBy(() -> allowance.spend(TestCallers.caller("token-1", "203.0.113.3")))
                .satisfies(refusal -> {
                    assertThat(refusal.errorCode()).isEqualTo(ErrorCode.RATE_LIMITED);
                    assertThat(refusal.retryAfter()).isPositive();
                });
        assertThatNoException().isThrownBy(() -> allowance.spend(TestCallers.caller("token-2", "203.0.113.1")));
    }

    @Test
    void whoNeedsNoTokenIsCountedByAddress() {
        allowance.spend(TestCallers.caller(NETWORK, "10.0.0.1"));
        allowance.spend(TestCallers.caller(NETWORK, "10.0.0.1"));

        assertThatNoException().isThrownBy(() -> allowance.spend(TestCallers.caller(NETWORK, "10.0.0.2")));
        assertThatExceptionOfType(PodiException.class)
                .isThrownBy(() -> allowance.spend(TestCallers.caller(NETWORK, "10.0.0.1")));
    }

    @Test
    void aLimitOfNothingIsAMistake() {
        assertThatIllegalArgumentException().isThrownBy(() -> allowance(0));
    }

    private static Allowance allowance(long callsPerMinute) {
        return new Allowance(TestCallers.access(List.of(), List.of(), callsPerMinute));
    }
}
