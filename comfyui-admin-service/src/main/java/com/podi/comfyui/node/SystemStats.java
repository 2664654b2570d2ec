package com.podi.comfyui.node;

import tools.jackson.databind.JsonNode;

/** A node's machine and software, as the node tells it; secrets on its command line are masked. */
record SystemStats(String executorId, String comfyuiVersion, JsonNode system, JsonNode devices) {}
