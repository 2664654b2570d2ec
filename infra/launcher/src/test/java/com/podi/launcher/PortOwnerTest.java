package com.podi.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class PortOwnerTest {

    @Test
    void isFoundByTheSocketThatListens() {
        String table = """
                  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
                   0: 0100007F:1FA3 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4711 1
                   1: 0100007F:1FA3 0100007F:C350 01 00000000:00000000 00:00000000 00000000     0        0 4712 1
                   2: 0100007F:1FA4 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4713 1
                """;

        assertThat(PortOwner.listening(table, 8099)).containsExactly("4711");
    }

    @Test
    void isThisProcessForASocketOfOurs() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(PortOwner.of(socket.getLocalPort())).contains(ProcessHandle.current());
        }
    }
}
