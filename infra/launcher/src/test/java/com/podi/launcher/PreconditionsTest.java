package com.podi.launcher;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.podi.parts.Jdk;
import com.podi.parts.Part;
import com.podi.parts.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PreconditionsTest {

    @Test
    void aTakenPortIsNamedWithWhoNeedsItAndWhoHasIt() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = socket.getLocalPort();

            assertThatThrownBy(() -> Preconditions.portsAreFree(List.of(needing(port))))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("Port " + port)
                    .hasMessageContaining("wallet-service")
                    .hasMessageContaining("process " + ProcessHandle.current().pid());
        }
    }

    @Test
    void aFreePortIsFine() {
        assertThatCode(() -> Preconditions.portsAreFree(List.of(needing(Ports.freeBlock(1)))))
                .doesNotThrowAnyException();
    }

    private static Part needing(int port) {
        Path nowhere = Path.of("nowhere");
        return new SpringService(
                "wallet-service",
                Jdk.current(),
                nowhere,
                new ClassArchive(Jdk.current(), nowhere),
                port,
                nowhere,
                nowhere,
                Map.of(),
                Addition.NONE);
    }
}
