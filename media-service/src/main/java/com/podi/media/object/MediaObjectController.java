package com.podi.media.object;

import com.podi.contracts.envelope.ApiResponse;
import com.podi.contracts.envelope.PageRequest;
import com.podi.starter.security.Caller;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/media/v1/objects")
class MediaObjectController {

    private final MediaObjects objects;

    MediaObjectController(MediaObjects objects) {
        this.objects = objects;
    }

    @Operation(summary = "Own pictures, newest first")
    @GetMapping
    ApiResponse<MediaObjectPage> list(@Valid PageRequest page, Caller caller) {
        return ApiResponse.found(objects.ofUser(caller.userId(), page));
    }

    @Operation(summary = "Delete an own picture")
    @DeleteMapping("/{id}")
    ApiResponse<@Nullable Void> delete(@PathVariable String id, Caller caller) {
        objects.delete(caller.userId(), id);
        return ApiResponse.ok(null);
    }
}
