package com.podi.media.grant;

import com.podi.contracts.envelope.ApiResponse;
import com.podi.contracts.media.Room;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Asked before a task is worked on whose results nobody could keep. */
@RestController
class RoomController {

    private final Grants grants;

    RoomController(Grants grants) {
        this.grants = grants;
    }

    @GetMapping("/internal/media/room")
    ApiResponse<Room> room(
            @RequestParam @Size(max = 64) @Pattern(regexp = "\\P{Cntrl}*") String userId,
            @RequestParam @PositiveOrZero long bytes) {
        return ApiResponse.found(grants.room(userId, bytes));
    }
}
