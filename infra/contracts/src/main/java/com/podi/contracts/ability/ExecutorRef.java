package com.podi.contracts.ability;

/**
 * An executor, for services that look after it.
 *
 * @param type the provider whose abilities it runs
 * @param maxConcurrency how many calls it takes at once
 */
public record ExecutorRef(String id, String name, String type, String baseUrl, boolean active, int maxConcurrency) {

    public static final String COMFYUI = "comfyui";

    public boolean isComfyui() {
        return type.equals(COMFYUI);
    }
}
