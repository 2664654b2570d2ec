package com.podi.media.download;

import com.podi.contracts.envelope.ApiResponse;
import com.podi.contracts.media.LinksRequest;
import com.podi.contracts.media.ReadableObject;
import com.podi.starter.security.Caller;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class DownloadController {

    private final Downloads downloads;

    DownloadController(Downloads downloads) {
        this.downloads = downloads;
    }

    @Operation(summary = "A link to an own picture")
    @PostMapping("/api/media/v1/signed-download")
    ApiResponse<DownloadLink> sign(@Valid @RequestBody DownloadRequest request, Caller caller) {
        return ApiResponse.ok(downloads.link(request.objectKey(), request.duration(), caller));
    }

    @GetMapping("/internal/media/readable")
    ApiResponse<ReadableObject> readable(
            @RequestParam @Size(max = 64) @Pattern(regexp = "\\P{Cntrl}*") String userId,
            @RequestParam @Size(max = 512) @Pattern(regexp = "\\P{Cntrl}*") String objectKey) {
        return ApiResponse.found(downloads.readable(userId, objectKey));
    }

    @PostMapping("/internal/media/links")
    ApiResponse<Map<String, String>> links(@Valid @RequestBody LinksRequest request) {
        return ApiResponse.ok(downloads.links(request.objectKeys(), Duration.ofSeconds(request.ttlSeconds())));
    }
}
