package com.podi.launcher.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tells the catalogue of a node, of the workflows that it can run, and of the abilities that are sold on it. */
public final class ComfyuiShow {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String EXECUTOR = "comfyui-demo";
    private static final int TIMEOUT_SECONDS = 120;

    /** A workflow of the project, and what is sold of it at the usual price. */
    private record Item(String file, String category, String displayName, boolean severalPictures, int outputs) {}

    private static final List<Item> ITEMS = List.of(
            new Item("upscale", "enhance", "AI图像放大", false, 1),
            new Item("upscale_alpha", "enhance", "AI图像放大（保留透明度）", false, 1),
            new Item("denoise", "enhance", "AI图像降噪", false, 1),
            new Item("batch_upscale", "enhance", "批量AI图像放大", true, 3));

    private final DemoClient client;
    private final String password;

    public ComfyuiShow(URI gateway, String adminPassword) {
        client = new DemoClient(gateway);
        password = adminPassword;
    }

    /** Safe to repeat. */
    public void set(URI node) {
        client.useToken(client.post("/api/auth/login", Map.of("username", "admin", "password", password))
                .get("token")
                .asString());
        put(
                "/api/admin/executors",
                EXECUTOR,
                Map.of("id", EXECUTOR, "name", "ComfyUI demo", "type", "comfyui", "baseUrl", node.toString()));
        for (Item item : ITEMS) {
            JsonNode workflow = read(item.file());
            String id = workflow.get("id").asString();
            String action = workflow.get("action").asString();
            if (!client.has("/api/admin/workflows/" + id)) {
                client.post("/api/admin/workflows", workflow);
            }
            if (!client.has("/api/admin/workflow-bindings/demo_" + id)) {
                client.post(
                        "/api/admin/workflow-bindings",
                        Map.of("id", "demo_" + id, "workflowId", id, "executorId", EXECUTOR));
            }
            put("/api/admin/abilities", "comfyui_" + action, ability(item, action));
        }
    }

    /** Without a price it costs what an ability without one costs. */
    private static Map<String, Object> ability(Item item, String action) {
        return Map.of(
                "provider",
                "comfyui",
                "category",
                item.category(),
                "capabilityKey",
                action,
                "displayName",
                item.displayName(),
                "status",
                "active",
                "abilityType",
                "comfyui",
                "requiresImage",
                true,
                "supportsMultipleImages",
                item.severalPictures(),
                "maxOutputImages",
                item.outputs(),
                "metadata",
                Map.of("timeoutSeconds", TIMEOUT_SECONDS));
    }

    private void put(String path, String id, Map<String, ?> body) {
        if (client.has(path + "/" + id)) {
            client.put(path + "/" + id, body);
        } else {
            client.post(path, body);
        }
    }

    private static JsonNode read(String file) {
        try (InputStream in = ComfyuiShow.class.getResourceAsStream("/workflows/" + file + ".json")) {
            if (in == null) {
                throw new IllegalStateException("no workflow " + file + " on the class path");
            }
            return JSON.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
