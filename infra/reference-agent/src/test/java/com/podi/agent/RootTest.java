package com.podi.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RootTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"models/loras/a.safetensors", "models\\loras\\a.safetensors", "a", "..a/b", "a/..b"})
    void whatStaysBelowTheRootHasItsPlace(String path) throws Exception {
        Path root = folder.resolve("comfyui");

        Path file = new Root(root).file(path);

        assertThat(file).startsWithRaw(root.toRealPath());
        assertThat(file.getParent()).isDirectory();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "/etc/passwd",
                "../a",
                "a/../../b",
                "a/..",
                "..\\a",
                "a\\..\\..\\b",
                "C:/a",
                "c:a",
                "\\\\host\\share",
                "a//b",
                "./a",
                "a/\u0000",
                "a\n"
            })
    void whatLeadsOutIsRefusedAndLeavesNothing(String path) throws IOException {
        Root root = new Root(folder.resolve("comfyui"));

        assertThatThrownBy(() -> root.file(path))
                .isInstanceOfSatisfying(ItemFailedException.class, refused -> assertThat(refused.code())
                        .isEqualTo("PATH_OUTSIDE_ROOT"));

        assertThat(folder.resolve("comfyui")).isEmptyDirectory();
    }

    @Test
    void aLinkThatLeadsOutIsNotFollowed() throws IOException {
        Root root = new Root(folder.resolve("comfyui"));
        Files.createDirectory(folder.resolve("elsewhere"));
        Files.createSymbolicLink(folder.resolve("comfyui/models"), folder.resolve("elsewhere"));

        assertThatThrownBy(() -> root.file("models/new/a.bin")).hasMessageContaining("leads out");
        assertThat(folder.resolve("elsewhere")).isEmptyDirectory();
    }

    @Test
    void aFolderIsNotReplacedByAFile() throws IOException {
        Root root = new Root(folder.resolve("comfyui"));
        Files.createDirectories(folder.resolve("comfyui/models/vae"));

        assertThatThrownBy(() -> root.file("models/vae")).isInstanceOf(ItemFailedException.class);
    }
}
