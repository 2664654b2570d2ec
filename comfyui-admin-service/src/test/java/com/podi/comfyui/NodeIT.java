package com.podi.comfyui;

import static org.assertj.core.api.Assertions.assertThat;

import com.podi.comfydouble.ComfyNodeDouble;
import com.podi.comfydouble.Faults;
import com.podi.comfydouble.Release;
import com.podi.testsupport.Api;
import com.podi.testsupport.Api.Answer;
import com.podi.testsupport.AtOnce;
import com.podi.testsupport.TestTokens;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Two nodes that live, one that is off, and one that takes calls and never answers. */
class NodeIT extends ComfyuiIT {

    private static final Duration SOON = Duration.ofSeconds(3);

    private ComfyNodeDouble oldNode;
    private ComfyNodeDouble newNode;
    private ServerSocket silence;
    private String one;
    private String other;
    private String off;
    private String silent;

    @BeforeEach
    void start() throws IOException {
        EXECUTORS.forget();
        oldNode = ComfyNodeDouble.start(Release.V0_8);
        newNode = ComfyNodeDouble.start(Release.V0_33);
        silence = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        one = EXECUTORS.comfyui(oldNode.baseUrl().toString());
        other = EXECUTORS.comfyui(newNode.baseUrl() + "/");
        off = EXECUTORS.comfyui(NOWHERE);
        silent = EXECUTORS.comfyui("http://127.0.0.1:" + silence.getLocalPort());
    }

    @AfterEach
    void stop() throws IOException {
        oldNode.close();
        newNode.close();
        silence.close();
    }

    @Test
    void aNodeSaysWhatItHas() {
        Answer models = admin.get(ADMIN + "/models?executorId=" + one);

        assertThat(models.status()).isEqualTo(200);
        assertThat(models.text("/executorId")).isEqualTo(one);
        assertThat(texts(models.data("/unet"))).contains("flux1-dev.safetensors");
        assertThat(texts(models.data("/clip"))).contains("clip_l.safetensors", "t5xxl_fp16.safetensors");
        assertThat(texts(models.data("/vae"))).contains("ae.safetensors");
        assertThat(texts(models.data("/lora"))).contains("SDXL\\pattern.safetensors", "ink.safetensors");
        assertThat(texts(models.data("/checkpoints"))).contains("sd_xl_base_1.0.safetensors");
        assertThat(texts(models.data("/nodes"))).contains("LoadImage", "KSampler");
    }

    @Test
    void whoAsksAtTheSameTimeSharesOneQuestion() {
        newNode.faults().nextIsSlow("GET", "/object_info", Duration.ofMillis(800));

        AtOnce.call(10, number -> admin.get(ADMIN + "/models?executorId=" + other));

        assertThat(newNode.requests("GET", "/object_info")).hasSizeLessThan(4);
    }

    @Test
    void aQueueIsTold() {
        newNode.startNothing(true);
        submit(newNode, 2);

        Answer queue = admin.get(ADMIN + "/queue-status?executorId=" + other);

        assertThat(queue.data("/running").asInt()).isZero();
        assertThat(queue.data("/pending").asInt()).isEqualTo(2);
        assertThat(queue.data("/max").asInt()).isEqualTo(3);
        assertThat(queue.data("/runningPrompts")).isEmpty();
        assertThat(queue.data("/pendingPrompts")).hasSize(2);
    }

    @Test
    void aMachineIsToldWithoutItsSecrets() {
        newNode.faults().nextAnswers("GET", "/system_stats", 200, "application/json", """
                        {"system":{"comfyui_version":"0.33.0","argv":["main.py","--api-key","hush","--token=hush","--port","8188"]},
                         "devices":[{"name":"cuda:0","type":"cuda","vram_total":10}]}
                        """);

        Answer stats = admin.get(ADMIN + "/system-stats?executorId=" + other);

        assertThat(stats.text("/comfyuiVersion")).isEqualTo("0.33.0");
        assertThat(stats.text("/devices/0/name")).isEqualTo("cuda:0");
        assertThat(texts(stats.data("/system/argv")))
                .containsExactly("main.py", "--api-key", "***", "--token=***", "--port", "8188");
        assertThat(stats.response().body()).doesNotContain("hush");
        assertThat(admin.get(ADMIN + "/system-stats?executorId=" + one).text("/executorId"))
                .isEqualTo(one);
    }

    @ParameterizedTest
    @CsvSource({
        "models, COMFYUI_OBJECT_INFO_ERROR",
        "queue-status, COMFYUI_QUEUE_STATUS_ERROR",
        "system-stats, COMFYUI_SYSTEM_STATS_ERROR"
    })
    void aNodeThatIsOffIsToldOf(String view, String code) {
        Answer answer = admin.get(ADMIN + "/" + view + "?executorId=" + off);

        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.errorCode()).isEqualTo(code);
        assertThat(answer.response().body()).doesNotContain("127.0.0.1", "Exception");
    }

    @ParameterizedTest
    @ValueSource(strings = {"models", "queue-status", "system-stats"})
    void onlyComfyuiNodesAreAsked(String view) {
        String cloud = EXECUTORS.add("kie", NOWHERE, true);

        Answer otherType = admin.get(ADMIN + "/" + view + "?executorId=" + cloud);
        assertThat(otherType.status()).isEqualTo(400);
        assertThat(otherType.errorCode()).isEqualTo("EXECUTOR_TYPE_NOT_COMFYUI");
        assertThat(admin.get(ADMIN + "/" + view + "?executorId=nothing").errorCode())
                .isEqualTo("EXECUTOR_NOT_FOUND");
        assertThat(field(admin.get(ADMIN + "/" + view))).isEqualTo("executorId");
        assertThat(admin.get(ADMIN + "/queue-summary?executorIds=" + cloud).errorCode())
                .isEqualTo("EXECUTOR_TYPE_NOT_COMFYUI");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html", "application/json"})
    void nonsenseIsNotANodesAnswer(String type) {
        newNode.faults().nextAnswers("GET", "/queue", 200, type, "<html>a proxy</html>");

        assertThat(admin.get(ADMIN + "/queue-status?executorId=" + other).errorCode())
                .isEqualTo("COMFYUI_QUEUE_STATUS_ERROR");
    }

    @Test
    void oneOfFiveNodesIsOffAndTheOthersAreToldAtOnce() {
        String third = EXECUTORS.comfyui(newNode.baseUrl() + "/api");
        EXECUTORS.add("comfyui", NOWHERE, false);
        newNode.startNothing(true);
        submit(newNode, 2);
        long start = System.nanoTime();

        Answer summary = admin.get(ADMIN + "/queue-summary");

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);
        assertThat(summary.status()).isEqualTo(200);
        assertThat(summary.data("/servers")).hasSize(5);
        assertThat(online(summary, one)).isTrue();
        assertThat(online(summary, other)).isTrue();
        assertThat(online(summary, third)).isTrue();
        assertThat(online(summary, off)).isFalse();
        assertThat(online(summary, silent)).isFalse();
        assertThat(server(summary, off).path("error").asString()).isEqualTo("COMFYUI_QUEUE_STATUS_ERROR");
        assertThat(server(summary, one).path("error").isNull()).isTrue();
        assertThat(server(summary, other).path("pending").asInt()).isEqualTo(2);
        assertThat(summary.data("/totalPending").asInt()).isEqualTo(4);
        assertThat(summary.data("/totalCount").asInt()).isEqualTo(4);
        Answer named = admin.get(ADMIN + "/queue-summary?executorIds=" + one + "," + off);
        assertThat(named.data("/servers")).hasSize(2);
    }

    @Test
    void aNodeThatHangsIsAskedInAThreadOfItsOwn() {
        List<Long> took = AtOnce.call(8, number -> {
            long start = System.nanoTime();
            admin.get(ADMIN + "/queue-summary");
            return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        });

        assertThat(took).allMatch(ms -> ms < SOON.toMillis());
        assertThat(admin.get(ADMIN + "/queue-status?executorId=" + one).status())
                .isEqualTo(200);
    }

    @Test
    void servicesAreToldTheSame() {
        Answer summary = Api.onPort(port)
                .as(TestTokens.start().service("svc-coze-plugin-service"))
                .get("/internal/comfyui/queue-summary?executorIds=" + one);

        assertThat(summary.text("/servers/0/executorId")).isEqualTo(one);
    }

    @Test
    void aCatalogueShowsWhatANodeHasWhateverTheSlash() {
        String tracked = lora("SDXL/pattern.safetensors", "tag-" + one);
        String absent = lora(unique("absent"), "tag-" + one);

        Answer merged = admin.get(ADMIN + "/loras?executorId=" + one + "&tag=tag-" + one);

        assertThat(installed(merged, tracked).asBoolean()).isTrue();
        assertThat(installed(merged, absent).asBoolean()).isFalse();
        assertThat(texts(merged.data("/installedFiles"))).contains("SDXL\\pattern.safetensors", "ink.safetensors");
        assertThat(texts(merged.data("/untrackedFiles")))
                .contains("ink.safetensors")
                .doesNotContain("SDXL\\pattern.safetensors");
        Answer alone = admin.get(ADMIN + "/loras?tag=tag-" + one);
        assertThat(installed(alone, tracked).isNull()).isTrue();
        assertThat(alone.data("/untrackedFiles").isNull()).isTrue();
        jdbc.sql("delete from catalog_entries where kind = 'lora'").update();
    }

    @Test
    void theCatalogueIsThereWhenTheNodeIsNot() {
        String lora = lora(unique("lora"), "tag-" + off);

        Answer merged = admin.get(ADMIN + "/loras?executorId=" + off + "&tag=tag-" + off);

        assertThat(merged.status()).isEqualTo(200);
        assertThat(installed(merged, lora).isNull()).isTrue();
        assertThat(merged.text("/nodeError")).isEqualTo("COMFYUI_OBJECT_INFO_ERROR");
        assertThat(admin.get(ADMIN + "/loras?executorId=nothing").errorCode()).isEqualTo("EXECUTOR_NOT_FOUND");
    }

    @Test
    void modelsAndPluginsAreMergedAlike() {
        admin.post(
                ADMIN + "/model-catalog",
                Map.of("id", unique("m"), "fileName", "ae.safetensors", "displayName", "AE", "modelType", "vae"));
        admin.post(ADMIN + "/plugin-catalog", Map.of("id", unique("p"), "nodeKey", "KSampler", "displayName", "K"));

        Answer models = admin.get(ADMIN + "/model-catalog?modelType=vae&q=ae.safe&executorId=" + one);
        Answer plugins = admin.get(ADMIN + "/plugin-catalog?q=KSampler&executorId=" + one);

        assertThat(models.data("/items/0/installed").asBoolean()).isTrue();
        assertThat(texts(models.data("/untrackedFiles"))).contains("unet/flux1-dev.safetensors");
        assertThat(plugins.data("/items/0/installed").asBoolean()).isTrue();
        assertThat(texts(plugins.data("/untrackedFiles"))).contains("LoadImage");
    }

    @Test
    void whatIsNoFileIsNotShownAsOne() {
        newNode.faults().nextAnswers("GET", "/object_info", 200, "application/json", """
                        {"VAELoader":{"input":{"required":{"vae_name":
                            [["ae.safetensors","old\\\\v1.5.pt","taesd","taesdxl","taesd3","taef1","pixel_space"]]}}},
                         "Stack":{"input":{"optional":{"lora_name":["COMBO",{"options":["None","ink.safetensors"]}],
                                                       "vae_name":[["Baked VAE"]]}}}}
                        """);

        Answer models = admin.get(ADMIN + "/models?executorId=" + other);

        assertThat(texts(models.data("/vae"))).containsExactly("ae.safetensors", "old\\v1.5.pt");
        assertThat(texts(models.data("/lora"))).containsExactly("ink.safetensors");
    }

    @Test
    void modelsOfOtherTypesAreLookedForAndNotSaidToBeMissing() {
        newNode.faults().nextAnswers("GET", "/object_info", 200, "application/json", """
                        {"UpscaleModelLoader":{"input":{"required":{"model_name":[["RealESRGAN\\\\x4.pth"]]}}},
                         "CLIPVisionLoader":{"input":{"required":{"clip_name":["COMBO",{"options":["vision_h.safetensors"]}]}}},
                         "CLIPLoader":{"input":{"required":{"clip_name":[["clip_l.safetensors"]]}}},
                         "SomeApi":{"input":{"required":{"model_name":[["large","small"]]}}}}
                        """);
        String tag = unique("other");
        String upscaler = model("RealESRGAN/x4.pth", "other", tag);
        String vision = model("vision_h.safetensors", "other", tag);
        String unknown = model("face.onnx", "other", tag);
        String absent = model("absent.pth", "clip", tag);

        Answer merged = admin.get(ADMIN + "/model-catalog?tag=" + tag + "&executorId=" + other);

        assertThat(installed(merged, upscaler).asBoolean()).isTrue();
        assertThat(installed(merged, vision).asBoolean()).isTrue();
        assertThat(installed(merged, unknown).isNull()).isTrue();
        assertThat(installed(merged, absent).isNull()).isFalse();
        assertThat(installed(merged, absent).asBoolean()).isFalse();
        assertThat(texts(merged.data("/untrackedFiles"))).containsExactly("clip/clip_l.safetensors");
    }

    @Test
    void nodesAreComparedAndTheResultIsKept() {
        newNode.faults().nextAnswers("GET", "/object_info", 200, "application/json", """
                        {"LoraLoader":{"input":{"required":{"lora_name":[["SDXL/pattern.safetensors","new.safetensors"]]}}},
                         "VAELoader":{"input":{"required":{"vae_name":["COMBO",{"options":["other.vae"]}]}}}}
                        """);

        Answer diff =
                admin.post(ADMIN + "/server-diff", Map.of("name", "before", "executorIds", List.of(one, other, off)));

        assertThat(diff.status()).isEqualTo(201);
        assertThat(names(diff, "loras")).contains("ink.safetensors", "new.safetensors");
        assertThat(names(diff, "loras")).doesNotContain("SDXL/pattern.safetensors");
        assertThat(names(diff, "models")).contains("vae/other.vae", "vae/ae.safetensors");
        assertThat(names(diff, "nodes")).contains("KSampler");
        JsonNode ink = diff.data("/snapshot/differences/loras")
                .valueStream()
                .filter(found -> found.path("name").asString().equals("ink.safetensors"))
                .findFirst()
                .orElseThrow();
        assertThat(texts(ink.path("presentOn"))).containsExactly(one);
        assertThat(texts(ink.path("missingOn"))).containsExactly(other);
        assertThat(diff.data("/snapshot/servers/2/online").asBoolean()).isFalse();

        Answer later = admin.post(ADMIN + "/server-diff", Map.of("name", "after", "executorIds", List.of(one, other)));
        Answer compared = admin.get(ADMIN + "/server-diff/" + later.text("/id") + "?compareTo=" + diff.text("/id"));

        JsonNode changed = compared.data("/comparison/servers")
                .valueStream()
                .filter(server -> server.path("executorId").asString().equals(other))
                .findFirst()
                .orElseThrow();
        assertThat(texts(changed.at("/changes/loras/added"))).contains("ink.safetensors");
        assertThat(texts(changed.at("/changes/loras/removed"))).containsExactly("new.safetensors");
        assertThat(admin.get(ADMIN + "/server-diff?executorId=" + off).text("/items/0/id"))
                .isEqualTo(diff.text("/id"));
        assertThat(admin.get(ADMIN + "/server-diff/" + diff.text("/id")).data(""))
                .isEqualTo(diff.data(""));
    }

    @Test
    void aSnapshotThatWasBroughtIsKeptAsItIs() {
        String id = unique("diff");
        Map<String, Object> brought = Map.of("id", id, "name", "mine", "snapshot", Map.of("any", List.of(1, 2)));

        assertThat(admin.post(ADMIN + "/server-diff", brought).status()).isEqualTo(201);

        assertThat(admin.get(ADMIN + "/server-diff/" + id)
                        .data("/snapshot/any/1")
                        .asInt())
                .isEqualTo(2);
        assertThat(admin.post(ADMIN + "/server-diff", brought).errorCode()).isEqualTo("ALREADY_EXISTS");
        assertThat(admin.get(ADMIN + "/server-diff?q=" + id).data("/items")).hasSize(1);
        assertThat(field(admin.get(ADMIN + "/server-diff/" + id + "?compareTo=" + id)))
                .isEqualTo("compareTo");
        assertThat(admin.get(ADMIN + "/server-diff/nothing").errorCode()).isEqualTo("NOT_FOUND");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"servers\":null}",
                "{\"servers\":[null]}",
                "{\"servers\":[{\"online\":true}]}",
                "{\"servers\":[{\"executorId\":\"e\",\"online\":true,\"models\":{\"vae\":null}}]}",
                "{\"servers\":[{\"executorId\":\"e\",\"online\":true,\"models\":{\"vae\":[null]}}]}",
                "{\"servers\":[{\"executorId\":\"e\",\"online\":true,\"loras\":[null]}]}",
                "{\"servers\":[{\"executorId\":\"e\",\"online\":true,\"nodes\":{}}]}"
            })
    void aSnapshotWithGapsIsRefusedAndNeverCompared(String snapshot) {
        long before = snapshots();

        Answer refused = admin.post(ADMIN + "/server-diff", "{\"name\":\"gaps\",\"snapshot\":" + snapshot + "}");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(field(refused)).isEqualTo("snapshot");
        assertThat(snapshots()).isEqualTo(before);
        String id = unique("diff");
        jdbc.sql("""
                        insert into server_diffs (id, name, executor_ids, snapshot, created_by, created_at)
                        values (?, 'from before', '{}', ?::jsonb, 'boss', now())
                        """).params(id, snapshot).update();
        Answer compared = admin.get(ADMIN + "/server-diff/" + id + "?compareTo=" + id);
        assertThat(compared.status()).isEqualTo(400);
        assertThat(field(compared)).isEqualTo("compareTo");
        jdbc.sql("delete from server_diffs where id = ?").param(id).update();
    }

    @Test
    void aSnapshotThatWasBroughtInOurShapeIsCompared() {
        String brought = """
                {"name":"brought","snapshot":{"servers":[{"executorId":"e","online":true,"loras":["a\\\\b"],"models":{"vae":[%s]}}]}}
                """;
        String older = admin.post(ADMIN + "/server-diff", brought.formatted("")).text("/id");
        String newer =
                admin.post(ADMIN + "/server-diff", brought.formatted("\"v\"")).text("/id");

        Answer compared = admin.get(ADMIN + "/server-diff/" + newer + "?compareTo=" + older);

        assertThat(texts(compared.data("/comparison/servers/0/changes/models/added")))
                .containsExactly("vae/v");
        assertThat(compared.data("/comparison/servers/0/changes/loras/added")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "models?executorId=ONE",
                "queue-status?executorId=ONE",
                "system-stats?executorId=ONE",
                "queue-summary",
                "loras?executorId=ONE"
            })
    void whereNobodyKnowsTheNodesTheServiceIsSaidToBeAway(String view) {
        EXECUTORS.away(true);
        try {
            Answer answer = admin.get(ADMIN + "/" + view.replace("ONE", one));

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.errorCode()).isEqualTo("SERVICE_UNAVAILABLE");
        } finally {
            EXECUTORS.away(false);
        }
        assertThat(admin.get(ADMIN + "/" + view.replace("ONE", one)).status()).isEqualTo(200);
    }

    @Test
    void whatCannotBeComparedIsRefusedAndNotKept() {
        long before = snapshots();

        assertThat(field(admin.post(ADMIN + "/server-diff", Map.of("name", "x", "executorIds", List.of(one)))))
                .isEqualTo("executorIds");
        assertThat(field(admin.post(ADMIN + "/server-diff", Map.of("name", "x", "executorIds", List.of(one, one)))))
                .isEqualTo("executorIds");
        assertThat(field(admin.post(ADMIN + "/server-diff", Map.of("executorIds", List.of(one, other)))))
                .isEqualTo("name");
        assertThat(field(admin.post(ADMIN + "/server-diff", Map.of("name", "x", "snapshot", List.of()))))
                .isEqualTo("snapshot");
        assertThat(admin.post(ADMIN + "/server-diff", Map.of("name", "x", "executorIds", List.of(one, "nothing")))
                        .errorCode())
                .isEqualTo("EXECUTOR_NOT_FOUND");
        assertThat(admin.post(ADMIN + "/server-diff", Map.of("name", "x", "executorIds", List.of(one, off)))
                        .errorCode())
                .isEqualTo("COMFYUI_OBJECT_INFO_ERROR");
        assertThat(snapshots()).isEqualTo(before);
    }

    @Test
    void aBrokenAnswerIsNotANodesAnswer() {
        oldNode.faults().next("GET", "/queue", Faults.OnRequest.HALF_BODY);

        assertThat(admin.get(ADMIN + "/queue-status?executorId=" + one).errorCode())
                .isEqualTo("COMFYUI_QUEUE_STATUS_ERROR");
    }

    private long snapshots() {
        return admin.get(ADMIN + "/server-diff").data("/pagination/total").asLong();
    }

    private String lora(String fileName, String tag) {
        return admin.post(ADMIN + "/loras", Map.of("fileName", fileName, "displayName", "L", "tags", List.of(tag)))
                .text("/id");
    }

    private String model(String fileName, String type, String tag) {
        return admin.post(
                        ADMIN + "/model-catalog",
                        Map.of("fileName", fileName, "displayName", "M", "modelType", type, "tags", List.of(tag)))
                .text("/id");
    }

    private static JsonNode installed(Answer page, String id) {
        return page.data("/items")
                .valueStream()
                .filter(item -> item.path("id").asString().equals(id))
                .findFirst()
                .orElseThrow()
                .path("installed");
    }

    private static List<String> names(Answer diff, String kind) {
        return diff.data("/snapshot/differences/" + kind)
                .valueStream()
                .map(found -> found.path("name").asString())
                .toList();
    }

    private static boolean online(Answer summary, String id) {
        return server(summary, id).path("online").asBoolean();
    }

    private static JsonNode server(Answer summary, String id) {
        return summary.data("/servers")
                .valueStream()
                .filter(server -> server.path("executorId").asString().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(JsonNode::asString).toList();
    }

    private static void submit(ComfyNodeDouble node, int prompts) {
        Stream.generate(() -> Map.of(
                        "client_id",
                        "test",
                        "prompt",
                        Map.of(
                                "1",
                                        Map.of(
                                                "class_type",
                                                "EmptyImage",
                                                "inputs",
                                                Map.of("width", 16, "height", 16, "batch_size", 1, "color", 0)),
                                "2",
                                        Map.of(
                                                "class_type",
                                                "SaveImage",
                                                "inputs",
                                                Map.of("images", List.of("1", 0), "filename_prefix", "x")))))
                .limit(prompts)
                .forEach(prompt -> assertThat(
                                Api.at(node.baseUrl()).post("/prompt", prompt).status())
                        .isEqualTo(200));
    }
}
