package com.podi.comfyui.agent;

import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How an agent is; it leaves out what it does not know.
 *
 * @param status in its own words, such as {@code idle} or {@code busy}
 * @param cpu in per cent
 * @param mem in per cent
 * @param metrics whatever else it measures
 */
record Heartbeat(
        @Nullable @Size(max = 64) String status,
        @Nullable @PositiveOrZero Double cpu,
        @Nullable @PositiveOrZero Double mem,
        @Nullable @PositiveOrZero Double diskFreeGb,
        @Nullable @Size(max = 100) Map<String, @Nullable Object> gpu,
        @Nullable @Size(max = 100) Map<String, @Nullable Object> metrics,
        @Nullable @Size(max = 64) String agentVersion,
        @Nullable @Size(max = 64) String comfyuiVersion) {

    Map<String, @Nullable Object> asMetrics() {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        if (metrics != null) {
            all.putAll(metrics);
        }
        all.put("status", status);
        all.put("cpu", cpu);
        all.put("mem", mem);
        all.put("diskFreeGb", diskFreeGb);
        all.put("gpu", gpu);
        return all;
    }
}
