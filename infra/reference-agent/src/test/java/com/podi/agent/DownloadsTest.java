package com.podi.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.podi.testsupport.FileHost;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DownloadsTest {

    private static final int SIZE = 1_000_000;
    private static final int HALF = 400_000;

    private final Downloads downloads = new Downloads(Duration.ofMillis(800), Duration.ofMillis(10));
    private final byte[] model = new byte[SIZE];

    @TempDir
    Path folder;

    private FileHost host;
    private Path target;

    @BeforeEach
    void serve() throws IOException {
        new Random(7).nextBytes(model);
        host = new FileHost();
        target = folder.resolve("model.safetensors");
    }

    @AfterEach
    void stop() {
        downloads.close();
        host.close();
    }

    @Test
    void whatIsMissingIsFetchedAndLeavesNoTraces() throws Exception {
        assertThat(fetch(SIZE)).isEqualTo(Downloads.Outcome.FETCHED);

        assertThat(target).hasBinaryContent(model);
        assertThat(folder).isDirectoryContaining(path -> path.equals(target));
        assertThat(Files.list(folder)).hasSize(1);
    }

    @Test
    void whatIsRightIsLeftAlone() throws Exception {
        Files.write(target, model);

        assertThat(fetch(SIZE)).isEqualTo(Downloads.Outcome.ALREADY_THERE);
        assertThat(host.ranges()).isEmpty();
    }

    @Test
    void whatHasTheRightSizeAloneIsReplaced() throws Exception {
        Files.write(target, new byte[SIZE]);

        assertThat(fetch(SIZE)).isEqualTo(Downloads.Outcome.FETCHED);
        assertThat(target).hasBinaryContent(model);
    }

    @Test
    void whatBreaksIsGoneOnWith() throws Exception {
        host.breakAfter("model", HALF);
        assertFailsWith("DOWNLOAD_FAILED", () -> fetch(SIZE));
        assertThat(target).doesNotExist();
        host.mend("model");

        fetch(SIZE);

        assertThat(target).hasBinaryContent(model);
        assertThat(host.ranges()).startsWith("").last().isEqualTo("bytes=" + HALF + "-");
    }

    @Test
    void aHostThatKnowsNoRangesSendsAllOfIt() throws Exception {
        host.knowNoRanges();
        host.breakAfter("model", HALF);
        assertFailsWith("DOWNLOAD_FAILED", () -> fetch(SIZE));
        host.mend("model");

        fetch(SIZE);

        assertThat(target).hasBinaryContent(model);
    }

    @Test
    void whoFallsSilentIsNotWaitedFor() {
        host.fallSilent();
        host.breakAfter("model", HALF);

        assertFailsWith("DOWNLOAD_FAILED", () -> fetch(SIZE));
    }

    @Test
    void aWrongChecksumReplacesNothing() throws Exception {
        Files.writeString(target, "what was there");
        byte[] other = model.clone();
        other[HALF]++;
        URI url = host.serve("model", other);

        assertFailsWith("SHA256_MISMATCH", () -> fetch(url, (long) SIZE));

        assertThat(target).hasContent("what was there");
        assertThat(Files.list(folder)).hasSize(1);
    }

    @Test
    void moreThanWasSaidIsCutOff() {
        assertFailsWith("SIZE_MISMATCH", () -> fetch(HALF));
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void lessThanWasSaidIsNotEnough() {
        assertFailsWith("DOWNLOAD_FAILED", () -> fetch(SIZE + 1));
        assertThat(target).doesNotExist();
    }

    @Test
    void withoutASizeTheChecksumDecides() throws Exception {
        assertThat(fetch(host.serve("model", model), null)).isEqualTo(Downloads.Outcome.FETCHED);
        assertThat(target).hasBinaryContent(model);
    }

    private Downloads.Outcome fetch(long size) throws Exception {
        return fetch(host.serve("model", model), size);
    }

    private Downloads.Outcome fetch(URI url, @Nullable Long size) throws Exception {
        String sha256 = HexFormat.of().formatHex(Downloads.sha256().digest(model));
        return downloads.fetch(new Downloads.Wanted(url, sha256, size, target), arrived -> {});
    }

    private static void assertFailsWith(String code, ThrowingCallable download) {
        assertThatThrownBy(download)
                .isInstanceOfSatisfying(ItemFailedException.class, failure -> assertThat(failure.code())
                        .isEqualTo(code));
    }
}
