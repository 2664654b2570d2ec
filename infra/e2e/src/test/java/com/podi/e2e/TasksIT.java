package com.podi.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.podi.testsupport.Api.Answer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What one does with tasks, through the gateway. */
class TasksIT {

    private static final String TASKS = "/api/ability-tasks";
    private static final int POINTS = 5;

    @Test
    void aPictureInTheRequestIsWorkedOnWhileTheCallerWaits() {
        Shop shop = Shop.open();
        String base64 = "data:image/png;base64," + Base64.getEncoder().encodeToString(Shop.smallPicture());

        Answer task = shop.api()
                .with("Prefer", "wait=30")
                .post(
                        TASKS,
                        Map.of("abilityId", "podi_denoise", "inputs", Map.of("strength", 1), "imageBase64", base64));

        assertThat(task.status()).as("%s", task.body()).isEqualTo(201);
        assertThat(task.text("/status")).isEqualTo("completed");
        assertThat(task.data("/resultPayload/images/0/width").asInt()).isEqualTo(24);
        assertThat(task.data("/resultPayload/cost/points").asInt()).isEqualTo(POINTS);
    }

    @Test
    void anotherCallForATakenIdDoesNotChangeThePictureOfTheFirst() {
        Shop shop = Shop.open();
        String taskId = shop.username() + "-taken";
        Map<String, Object> call = new HashMap<>(Map.of(
                "taskId", taskId,
                "abilityId", "podi_denoise",
                "inputs", Map.of("strength", 1),
                "notBefore", Instant.now().plusSeconds(3).toString(),
                "imageBase64", Base64.getEncoder().encodeToString(Shop.picture(24, 16))));
        assertThat(shop.api().post(TASKS, call).status()).isEqualTo(201);

        call.put("imageBase64", Base64.getEncoder().encodeToString(Shop.picture(30, 20)));
        assertThat(shop.api().post(TASKS, call).errorCode()).isEqualTo("TASK_ID_TAKEN");

        await().atMost(Shop.EVENTUALLY).until(() -> shop.status(taskId).equals("completed"));
        Answer task = shop.api().get(TASKS + "/" + taskId);
        assertThat(task.data("/resultPayload/images/0/width").asInt()).isEqualTo(24);
    }

    @Test
    void aBatchThatCannotBePaidCostsNothing() {
        Shop shop = Shop.open();
        String picture = shop.upload(Shop.smallPicture());
        int affordable = 500 / POINTS;

        Answer refused = shop.api()
                .post(TASKS + "/batch", Map.of("items", Collections.nCopies(affordable + 1, Shop.denoise(picture, 1))));

        assertThat(refused.status()).isEqualTo(402);
        assertThat(refused.errorCode()).isEqualTo("WALLET_INSUFFICIENT");
        assertThat(shop.frozen()).isZero();
        assertThat(shop.balance()).isEqualTo(500);
        assertThat(shop.api().get(TASKS).data("/pagination/total").asInt()).isZero();

        Answer batch =
                shop.api().post(TASKS + "/batch", Map.of("items", Collections.nCopies(20, Shop.denoise(picture, 1))));
        assertThat(batch.status()).isEqualTo(201);
        String batchId = batch.text("/batchId");
        await().atMost(Shop.EVENTUALLY)
                .until(() -> shop.api()
                                .get(TASKS + "?status=completed&batchId=" + batchId)
                                .data("/pagination/total")
                                .asInt()
                        == 20);
        await().atMost(Shop.EVENTUALLY).until(() -> shop.charges() == 20);
    }

    @Test
    void idsOfABatchThatWasNotPaidBuyNothing() {
        Shop shop = Shop.open();
        String picture = shop.upload(Shop.smallPicture());
        List<Map<String, Object>> items = IntStream.range(0, 500 / POINTS + 1)
                .mapToObj(number -> {
                    Map<String, Object> item = new HashMap<>(Shop.denoise(picture, 1));
                    item.put("taskId", shop.username() + "-" + number);
                    return item;
                })
                .toList();
        assertThat(shop.api().post(TASKS + "/batch", Map.of("items", items)).status())
                .isEqualTo(402);

        Answer again = shop.api().post(TASKS, items.get(0));

        assertThat(again.status()).isEqualTo(409);
        assertThat(again.errorCode()).isEqualTo("TASK_ID_TAKEN");
        assertThat(shop.api().get(TASKS).data("/pagination/total").asInt()).isZero();
        assertThat(shop.balance()).isEqualTo(500);
        assertThat(shop.submit("podi_denoise", Map.of("strength", 1), picture).status())
                .isEqualTo(201);
    }

    @Test
    void whatIsCanceledCostsNothingAndMayBeTriedAgain() {
        Shop shop = Shop.open();
        String large =
                shop.invoke("podi_upscale", Map.of("scale", 4), shop.upload()).text("/images/0/objectKey");
        List<String> tasks = IntStream.range(0, 8)
                .mapToObj(number -> shop.submit("podi_denoise", Map.of("strength", 5), large)
                        .text("/taskId"))
                .toList();

        tasks.forEach(task -> shop.api().post(TASKS + "/" + task + "/cancel", null));

        await().atMost(Shop.EVENTUALLY).until(() -> tasks.stream()
                .noneMatch(task -> List.of("queued", "running").contains(shop.status(task))));
        await().atMost(Shop.EVENTUALLY).until(() -> shop.frozen() == 0);
        List<String> canceled = tasks.stream()
                .filter(task -> shop.status(task).equals("canceled"))
                .toList();
        assertThat(canceled).isNotEmpty();
        assertThat(shop.charges()).isEqualTo(1 + tasks.size() - canceled.size());

        Answer retried = shop.api().post(TASKS + "/" + canceled.get(0) + "/retry", null);
        assertThat(retried.text("/originalTaskId")).isEqualTo(canceled.get(0));
        await().atMost(Shop.EVENTUALLY)
                .until(() -> shop.status(retried.text("/taskId")).equals("completed"));
    }

    @Test
    void aTaskStartsWhenItsPictureIsUploaded() {
        Shop shop = Shop.open();
        Answer grant = shop.grantUpload(Shop.smallPicture());
        String task = shop.submit("podi_denoise", Map.of("strength", 1), grant.text("/objectKey"))
                .text("/taskId");
        assertThat(shop.status(task)).isEqualTo("pending");
        assertThat(shop.frozen()).isEqualTo(POINTS);

        // Who gives it up and tries again still waits for the picture.
        shop.api().post(TASKS + "/" + task + "/cancel", null);
        String again = shop.api().post(TASKS + "/" + task + "/retry", null).text("/taskId");

        shop.put(grant, Shop.smallPicture());

        await().atMost(Shop.EVENTUALLY).until(() -> shop.status(again).equals("completed"));
        assertThat(shop.status(task)).isEqualTo("canceled");
    }

    @Test
    void aLinkToAnOwnPictureIsReadAsItsKey() {
        Shop shop = Shop.open();
        String key = shop.upload(Shop.smallPicture());
        String link = shop.api()
                .post("/api/media/v1/signed-download", Map.of("objectKey", key))
                .text("/url");

        Answer task = shop.api()
                .with("Prefer", "wait=30")
                .post(TASKS, Map.of("abilityId", "podi_denoise", "inputs", Map.of("strength", 1), "imageUrl", link));
        assertThat(task.text("/status")).as("%s", task.body()).isEqualTo("completed");

        Answer stolen = Shop.open()
                .api()
                .post(TASKS, Map.of("abilityId", "podi_denoise", "inputs", Map.of("strength", 1), "imageUrl", link));
        assertThat(stolen.errorCode()).isEqualTo("MEDIA_NOT_FOUND");
    }

    @Test
    void aBrowserFollowsAllItsTasks() {
        Shop shop = Shop.open();
        String picture = shop.upload(Shop.smallPicture());
        List<String> heard = Collections.synchronizedList(new ArrayList<>());
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(RunningSuite.suite().gateway() + TASKS + "/events"))
                .header("Authorization", "Bearer " + shop.token())
                .timeout(Duration.ofSeconds(60))
                .build();
        CompletableFuture<?> stream = HttpClient.newHttpClient()
                .sendAsync(request, BodyHandlers.ofLines())
                .thenAccept(answer -> answer.body().forEach(heard::add));

        shop.api().post(TASKS, Shop.denoise(picture, 1));
        shop.api().post(TASKS, Shop.denoise(picture, 2));

        await().atMost(Duration.ofSeconds(30))
                .until(() -> List.copyOf(heard).stream()
                                .filter("event:completed"::equals)
                                .count()
                        == 2);
        assertThat(List.copyOf(heard)).contains("event:status", "event:log", "event:output");
        stream.cancel(true);
    }
}
