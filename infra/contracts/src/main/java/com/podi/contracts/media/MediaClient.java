package com.podi.contracts.media;

import com.podi.contracts.envelope.ApiResponse;
import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.Unavailable;
import java.util.Map;
import org.springframework.cloud.openfeign.FallbackFactory;
import org.springframework.cloud.openfeign.FeignClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;

/** The media service, for services: reading what a user uploaded, storing what a task produced. */
@FeignClient(name = "media-service", fallbackFactory = MediaClient.Fallback.class)
public interface MediaClient {

    /** A recorded object of this user; another user's object is refused like a missing one. */
    @GetMapping("/internal/media/readable")
    ApiResponse<ReadableObject> readable(
            @RequestParam("userId") String userId, @RequestParam("objectKey") String objectKey);

    /** What the user means by a key or an address; another user's picture is refused like a missing one. */
    @PostMapping("/internal/media/inputs")
    ApiResponse<Input> input(@RequestBody InputRequest request);

    /** Whether there is room for so many bytes now, before work is done for them; refused with 4001 if there is none. */
    @GetMapping("/internal/media/room")
    ApiResponse<Room> room(@RequestParam("userId") String userId, @RequestParam("bytes") long bytes);

    /** Takes room for what is to be put, until it is recorded or the grant runs out; refused with 4001 if there is none. */
    @PostMapping("/internal/media/results")
    ApiResponse<ResultGrant> grantResult(@RequestBody ResultGrantRequest request);

    /** Checks and records the output that was put under a granted key; may be repeated. */
    @PostMapping("/internal/media/results/complete")
    ApiResponse<MediaObjectView> completeResult(@RequestBody CompleteRequest request);

    /** Public links by object key; objects that do not exist any more have none. */
    @PostMapping("/internal/media/links")
    ApiResponse<Map<String, String>> links(@RequestBody LinksRequest request);

    class Fallback implements FallbackFactory<MediaClient> {
        @Override
        public MediaClient create(Throwable cause) {
            return Unavailable.stub(MediaClient.class, cause, ErrorCode.SERVICE_UNAVAILABLE);
        }
    }
}
