package com.podi.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.podi.parts.Jdk;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpringServiceTest {

    @TempDir
    private Path directory;

    private Path jar;

    @BeforeEach
    void makeTheJar() throws IOException {
        jar = directory.resolve("wallet-service.jar");
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, "com.podi.wallet.Main");
        new JarOutputStream(Files.newOutputStream(jar), manifest).close();
    }

    @Test
    void aServiceIsItsJar() {
        assertThat(command(Addition.NONE)).endsWith("-jar", jar.toString());
    }

    @Test
    void whatIsAddedComesBehindWhatIsThere() {
        Path more = directory.resolve("more.jar");

        List<String> command = command(new Addition(List.of(more), List.of("-Xmx1g"), List.of("--more=true")));

        assertThat(command)
                .containsSubsequence("-Xmx192m", "-Xmx1g")
                .endsWith("-cp", jar + File.pathSeparator + more, "com.podi.wallet.Main", "--more=true");
    }

    private List<String> command(Addition addition) {
        Jdk jdk = Jdk.current();
        return new SpringService(
                        "wallet-service",
                        jdk,
                        jar,
                        new ClassArchive(jdk, directory.resolve("none")),
                        1,
                        directory,
                        directory.resolve("log"),
                        Map.of(),
                        addition)
                .prepare()
                .command();
    }
}
