package com.podi.comfyui.catalog;

/** What is true of the fields of every catalogue, as patterns. */
public final class Rules {

    public static final String ID = "[A-Za-z0-9_-]{3,64}";
    public static final String ACTIVE = "active";
    public static final String STATUS = "active|inactive";
    public static final String MODEL_TYPE = "unet|clip|vae|lora|checkpoint|controlnet|other";
    public static final String WEB_ADDRESS = "https?://\\S+";

    private Rules() {}

    /** Windows nodes report their files with backslashes: both are the same file. */
    public static String sameFile(String fileName) {
        return fileName.replace('\\', '/');
    }
}
