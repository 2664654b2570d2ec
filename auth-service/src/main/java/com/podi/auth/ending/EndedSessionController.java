package com.podi.auth.ending;

import com.podi.contracts.envelope.ApiResponse;
import com.podi.contracts.session.EndedSessions;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Tells the gateway whose tokens to refuse. */
@RestController
class EndedSessionController {

    private final EndingRows rows;

    EndedSessionController(EndingRows rows) {
        this.rows = rows;
    }

    @GetMapping("/internal/ended-sessions")
    ApiResponse<EndedSessions> endedSessions(@RequestParam(required = false) @Nullable Instant since) {
        return ApiResponse.found(rows.endedSince(since));
    }
}
