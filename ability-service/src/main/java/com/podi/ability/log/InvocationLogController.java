package com.podi.ability.log;

import com.podi.ability.statistics.Statistics;
import com.podi.ability.statistics.TaskStatistics;
import com.podi.contracts.envelope.ApiResponse;
import com.podi.contracts.envelope.Page;
import com.podi.contracts.envelope.PageRequest;
import com.podi.contracts.error.ErrorCode;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.io.IOException;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class InvocationLogController {

    private final LogPages pages;
    private final LogExport export;
    private final LogMetrics metrics;
    private final Statistics statistics;

    InvocationLogController(LogPages pages, LogExport export, LogMetrics metrics, Statistics statistics) {
        this.pages = pages;
        this.export = export;
        this.metrics = metrics;
        this.statistics = statistics;
    }

    @Operation(summary = "The newest calls of an ability, and what all of them add up to")
    @GetMapping("/api/admin/abilities/{id}/logs")
    ApiResponse<AbilityLogs> ofAbility(
            @PathVariable String id, @RequestParam(defaultValue = "12") @Min(1) @Max(100) int limit) {
        List<InvocationLogView> newest = pages.newest(id, limit);
        TaskStatistics all = statistics.ofAbility(id);
        // What was called once is known, also when it is no longer in the catalogue.
        if (newest.isEmpty() && all.totalTasks() == 0 && !pages.isInCatalogue(id)) {
            throw ErrorCode.ABILITY_NOT_FOUND.because("%s", id);
        }
        return ApiResponse.found(new AbilityLogs(newest, all));
    }

    @Operation(summary = "Calls, newest first")
    @GetMapping("/api/admin/abilities/logs")
    ApiResponse<Page<InvocationLogView>> page(@Valid LogFilter filter, @Valid PageRequest page) {
        return ApiResponse.found(pages.page(filter, page));
    }

    @Operation(
            summary = "All calls that the filter lets through, as a file",
            responses =
                    @io.swagger.v3.oas.annotations.responses.ApiResponse(
                            responseCode = "200",
                            description = "The calls, newest first",
                            content = {
                                @Content(mediaType = LogExport.CSV, schema = @Schema(type = "string")),
                                @Content(
                                        mediaType = "application/json",
                                        schema = @Schema(implementation = InvocationLogView[].class))
                            }))
    @GetMapping("/api/admin/abilities/logs/export")
    void export(
            @Valid LogFilter filter,
            @RequestParam(defaultValue = "csv") @Pattern(regexp = "csv|json") String format,
            HttpServletResponse response)
            throws IOException {
        export.write(filter, format, response);
    }

    @Operation(summary = "How calls have fared in the last hours, in all, by ability, by executor and by time")
    @GetMapping("/api/admin/abilities/logs/metrics")
    ApiResponse<LogMetrics.Report> metrics(
            @RequestParam(defaultValue = "24") @Min(1) @Max(LogMetrics.LONGEST_WINDOW) int windowHours) {
        return ApiResponse.found(metrics.report(windowHours));
    }
}
