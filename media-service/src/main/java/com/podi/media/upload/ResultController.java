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
    private final Completions completions;

    ResultController(UploadService uploads, Completions completions) {
        this.uploads = uploads;
        this.completions = completions;
    }

    @PostMapping
    ApiResponse<ResultGrant> grant(@Valid @RequestBody ResultGrantRequest request) {
        return ApiResponse.ok(uploads.grantResult(request));
    }

    @PostMapping("/complete")
    ApiResponse<MediaObjectView> complete(@Valid @RequestBody CompleteRequest request) {
        return ApiResponse.ok(completions.byService(request.objectKey()));
    }
}
