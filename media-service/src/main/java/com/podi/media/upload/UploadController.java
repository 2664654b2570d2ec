package com.podi.media.upload;

import com.podi.contracts.envelope.ApiResponse;
import com.podi.contracts.media.CompleteRequest;
import com.podi.contracts.media.MediaObjectView;
import com.podi.starter.security.Caller;
import jakarta.validation.Valid;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/media/v1")
class UploadController {

    private final UploadService uploads;

    UploadController(UploadService uploads) {
        this.uploads = uploads;
    }

    @PostMapping("/sts")
    ApiResponse<UploadTicket> grant(@RequestBody UploadRequest request, Caller caller) {
        return ApiResponse.ok(uploads.grantUpload(request, caller.userId()));
    }

    @PostMapping("/complete")
    ApiResponse<MediaObjectView> complete(@Valid @RequestBody CompleteRequest request, Caller caller) {
        return ApiResponse.ok(uploads.completeUpload(request.objectKey(), caller.userId()));
    }
}
