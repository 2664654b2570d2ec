package com.podi.media.upload;

import java.util.regex.Pattern;

/** The server alone makes keys. */
final class ObjectKeys {

    private static final Pattern TASK_ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private ObjectKeys() {}

    static boolean isTaskId(String text) {
        return TASK_ID.matcher(text).matches();
    }

    static String upload(String taskId, String fileName) {
        return "uploads/" + taskId + "/" + fileName;
    }

    static String result(String taskId, String fileName) {
        return "results/" + taskId + "/" + fileName;
    }

    /** Beside the granted key, one level deeper than any that is ever granted. */
    static String kept(String key, String objectId) {
        int name = key.lastIndexOf('/') + 1;
        return key.substring(0, name) + objectId + "/" + key.substring(name);
    }
}
