package com.podi.comfyui.diff;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SnapshotTest {

    private static final Instant NOW = Instant.parse("2026-01-31T08:00:00Z");

    @Test
    void whatAllHaveIsNoDifferenceWhateverTheSlash() {
        Snapshot snapshot = Snapshot.of(
                NOW, List.of(server("a", List.of("x\\y", "common")), server("b", List.of("x/y", "own", "common"))));

        assertThat(snapshot.differences().get("loras"))
                .containsExactly(new Snapshot.Difference("own", List.of("b"), List.of("a")));
        assertThat(snapshot.differences().get("models")).isEmpty();
    }

    @Test
    void ofWhoDoesNotAnswerNothingIsKnown() {
        Snapshot.Server off = new Snapshot.Server("off", "Off", false, Map.of(), List.of(), List.of());

        Snapshot snapshot = Snapshot.of(NOW, List.of(server("a", List.of("x")), server("b", List.of("x")), off));

        assertThat(snapshot.differences().get("loras")).isEmpty();
    }

    @Test
    void betweenTwoSnapshotsItIsToldWhatCameAndWent() {
        Snapshot older = Snapshot.of(NOW, List.of(server("a", List.of("gone", "same")), server("b", List.of())));
        Snapshot newer = Snapshot.of(NOW, List.of(server("a", List.of("same", "new")), server("c", List.of())));

        Comparison comparison = Comparison.between("older", older, newer);

        assertThat(comparison.servers())
                .extracting(Comparison.Server::executorId)
                .containsExactly("a");
        assertThat(comparison.servers().get(0).changes().get("loras"))
                .isEqualTo(new Comparison.Change(List.of("new"), List.of("gone")));
    }

    private static Snapshot.Server server(String id, List<String> loras) {
        return new Snapshot.Server(id, id, true, Map.of("vae", List.of("ae")), loras, List.of("KSampler"));
    }
}
