package com.podi.media.upload;

import com.podi.contracts.envelope.ApiResponse;
import com.podi.contracts.media.CompleteRequest;
import com.podi.contracts.media.MediaObjectView;
import com.podi.contracts.media.ResultGrant;
import com.podi.contracts.media.ResultGrantRequest;
import jakarta.validation.Valid;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What tasks produced, put here by the services that ran them. */
@RestController
@RequestMapping("/internal/media/results")
class ResultController {

    private final UploadService uploads;

    ResultController(UploadService uploads) {
        this.uploads = uploads;
    }

    @PostMapping
    ApiResponse<ResultGrant> grant(@Valid @RequestBody ResultGrantRequest request) {
        return ApiResponse.ok(uploads.grantResult(request));
    }

    @PostMapping("/complete")
    ApiResponse<MediaObjectView> complete(@Valid @RequestBody CompleteRequest request) {
        return ApiResponse.ok(uploads.completeResult(request.objectKey()));
    }
}
