package com.podi.media;

import static org.assertj.core.api.Assertions.assertThat;

import com.podi.contracts.event.MediaObjectStored;
import com.podi.starter.id.Ids;
import com.podi.testsupport.AtOnce;
import com.podi.testsupport.ServiceIT;
import com.podi.testsupport.TestTokens;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

@ServiceIT
class LoadIT {

    private static final byte[] PNG = Pictures.png(40, 30);
    private static final int UPLOADS = 1000;
    private static final int USERS = 20;
    private static final int LARGE_FILES = 5;

    /** 4178 x 4178 pixels of three bytes. */
    private static final int NEARLY_50_MIB = 4178;

    @LocalServerPort
    int port;

    @Autowired
    JdbcClient jdbc;

    @Test
    void aThousandGrantsAndCompletionsAtOnceLoseAndDoubleNothing() {
        MediaApi media = new MediaApi(port);
        String run = Ids.next("run");

        List<String> ids = AtOnce.call(UPLOADS, number -> {
            String user = TestTokens.start().user(run + "-" + number % USERS);
            return media.stored(user, run + "-" + number % USERS + "-" + number / 100, number + ".png", PNG)
                    .get("id")
                    .asString();
        });

        assertThat(ids).hasSize(UPLOADS).doesNotHaveDuplicates();
        assertThat(jdbc.sql("select id from media_objects where user_id like ?")
                        .param(run + "-%")
                        .query(String.class)
                        .list())
                .containsExactlyInAnyOrderElementsOf(ids);
        assertThat(jdbc.sql("select used_bytes from quotas where user_id like ?")
                        .param(run + "-%")
                        .query(Long.class)
                        .list())
                .hasSize(USERS)
                .containsOnly((long) UPLOADS / USERS * PNG.length);
        assertThat(
                        MediaEvents.atLeast(UPLOADS, event -> event.at("/data/userId")
                                        .asString()
                                        .startsWith(run + "-"))
                                .stream()
                                .filter(event -> event.get("type").asString().equals(MediaObjectStored.TYPE))
                                .map(event -> event.get("aggregateId").asString()))
                .containsExactlyInAnyOrderElementsOf(ids);
    }

    /** What the whole process allocates while it looks at files of 50 MiB and makes their thumbnails. */
    @Test
    void memoryStaysFlatHoweverLargeTheFilesAre(@TempDir Path directory) {
        MediaApi media = new MediaApi(port);
        String user = TestTokens.start().user(Ids.next("user"));
        Path file = directory.resolve("large.png");
        Pictures.noisyPng(file, NEARLY_50_MIB);
        assertThat(file.toFile().length()).isBetween(49L << 20, 50L << 20);
        storedWithThumbnail(media, user, "warm-up.png", file);
        System.gc();
        long liveBefore = live();
        long recordingBytes = 0;

        for (int number = 0; number < LARGE_FILES; number++) {
            recordingBytes = Math.max(recordingBytes, storedWithThumbnail(media, user, number + ".png", file));
        }

        System.gc();
        assertThat(recordingBytes).as("allocated by one completion").isLessThan(8L << 20);
        assertThat(live() - liveBefore).as("growth of what is alive").isLessThan(10L << 20);
    }

    /** @return what was allocated while the upload was completed */
    private static long storedWithThumbnail(MediaApi media, String user, String fileName, Path file) {
        JsonNode ticket = media.grant(
                        user,
                        Ids.next("task"),
                        fileName,
                        "image/png",
                        file.toFile().length())
                .data();
        assertThat(media.put(ticket.get("uploadUrl").asString(), "image/png", file))
                .isEqualTo(200);
        long before = allocated();
        media.complete(user, ticket.get("objectKey").asString()).data();
        long after = allocated();
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> !media.get(user, "/api/media/v1/objects")
                .data()
                .get("items")
                .get(0)
                .get("thumbnailUrl")
                .isNull());
        return after - before;
    }

    private static long allocated() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        return Arrays.stream(threads.getThreadAllocatedBytes(threads.getAllThreadIds()))
                .filter(bytes -> bytes > 0)
                .sum();
    }

    private static long live() {
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
