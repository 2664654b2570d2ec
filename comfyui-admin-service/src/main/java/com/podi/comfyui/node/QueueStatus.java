package com.podi.comfyui.node;

import java.util.List;

/**
 * What runs and waits on a node.
 *
 * @param max how many calls it takes at once
 */
record QueueStatus(
        String executorId,
        int running,
        int pending,
        int max,
        List<String> runningPrompts,
        List<String> pendingPrompts) {}
