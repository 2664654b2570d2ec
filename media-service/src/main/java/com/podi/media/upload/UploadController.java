package com.podi.media.upload;

import com.podi.contracts.envelope.ApiResponse;
import com.podi.contracts.media.CompleteRequest;
import com.podi.contracts.media.MediaObjectView;
import com.podi.starter.security.Caller;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/media/v1")
class UploadController {

    private final UploadService uploads;
    private final Completions completions;

    UploadController(UploadService uploads, Completions completions) {
        this.uploads = uploads;
        this.completions = completions;
    }

    @Operation(summary = "Leave to upload a picture")
    @PostMapping("/sts")
    ApiResponse<UploadTicket> grant(@RequestBody UploadRequest request, Caller caller) {
        return ApiResponse.ok(uploads.grantUpload(request, caller.userId()));
    }

    @Operation(summary = "Check and record an uploaded picture")
    @PostMapping("/complete")
    ApiResponse<MediaObjectView> complete(@Valid @RequestBody CompleteRequest request, Caller caller) {
        return ApiResponse.ok(completions.byUploader(request.objectKey(), caller.userId()));
    }
}
