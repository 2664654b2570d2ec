package com.podi.gateway.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.cloud.client.DefaultServiceInstance;

class InstancesTest {

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, false, http://127.0.0.1:8101/api/a?b=%20",
        "service.example, true, https://service.example:8101/api/a?b=%20",
        "fd00::1, false, http://[fd00::1]:8101/api/a?b=%20",
        "[fd00::1], false, http://[fd00::1]:8101/api/a?b=%20"
    })
    void anInstanceIsAskedAtItsAddress(String host, boolean secure, String expected) {
        Instances instances = Instances.of(List.of(new DefaultServiceInstance("id", "service", host, 8101, secure)));

        URI address = instances.address(0, URI.create("lb://service/api/a?b=%20"));

        assertThat(address).hasToString(expected);
        assertThat(address.getPort()).isEqualTo(8101);
    }
}
