package com.podi.media;

import com.podi.starter.id.Ids;
import com.podi.testsupport.RoleMatrix;
import com.podi.testsupport.ServiceRoles;
import com.podi.testsupport.TestTokens;
import java.util.Map;
import tools.jackson.databind.JsonNode;

class MediaRolesIT extends ServiceRoles {

    private static final byte[] PNG = Pictures.png(40, 30);

    private static final String ROLES = """
            anonymous | user | other user | admin | service | route
            401 | 200 | 403 | 403 | 403 | POST /api/media/v1/sts {"taskId":"{task}","fileName":"a.png","mimeType":"image/png","fileSize":100}
            401 | 200 | 403 | 403 | 403 | POST /api/media/v1/complete {"objectKey":"{uploaded}"}
            401 | 200 | 403 | 200 | 403 | POST /api/media/v1/signed-download {"objectKey":"{key}"}
            401 | 200 | 200 | 200 | 200 | GET /api/media/v1/objects
            401 | 200 | 404 | 404 | 404 | DELETE /api/media/v1/objects/{object}
            401 | 401 | 401 | 401 | 401 | POST /api/media/v1/oss-callback {"bucket":"podi","object":"{key}"}
            401 | 401 | 401 | 401 | 401 | POST /api/media/v1/bucket-notifications {"Records":[]}
            401 | 403 | 403 | 200 | 403 | GET /api/admin/media/quotas/{user}
            401 | 403 | 403 | 200 | 403 | PUT /api/admin/media/quotas/{user} {"allowedBytes":1000000}
            401 | 403 | 403 | 403 | 200 | GET /internal/media/readable?userId={user}&objectKey={key}
            401 | 403 | 403 | 403 | 200 | POST /internal/media/links {"objectKeys":["{key}"],"ttlSeconds":60}
            401 | 403 | 403 | 403 | 200 | POST /internal/media/inputs {"userId":"{user}","objectKey":"{key}"}
            401 | 403 | 403 | 403 | 200 | GET /internal/media/room?userId={user}&bytes=1
            401 | 403 | 403 | 403 | 200 | POST /internal/media/results {"userId":"{user}","taskId":"{task}","fileName":"1.png","contentType":"image/png","sizeBytes":1,"purpose":"OUTPUT"}
            401 | 403 | 403 | 403 | 200 | POST /internal/media/results/complete {"objectKey":"{result}"}
            """;

    private final TestTokens tokens = TestTokens.start();

    @Override
    protected RoleMatrix roles() {
        MediaApi media = new MediaApi(port);
        return RoleMatrix.of(ROLES)
                .given("task", user -> task(media, user))
                .given("uploaded", user -> uploaded(media, user))
                .given("key", user -> stored(media, user).get("objectKey").asString())
                .given("object", user -> stored(media, user).get("id").asString())
                .given("result", user -> result(media, user));
    }

    /** @return the id of a task whose pictures are the user's */
    private String task(MediaApi media, String user) {
        String task = Ids.next("task");
        media.grant(tokens.user(user), task, "first.png", "image/png", PNG.length)
                .data();
        return task;
    }

    private String uploaded(MediaApi media, String user) {
        return put(
                media,
                media.grant(tokens.user(user), Ids.next("task"), "a.png", "image/png", PNG.length)
                        .data());
    }

    private JsonNode stored(MediaApi media, String user) {
        return media.stored(tokens.user(user), Ids.next("task"), "a.png", PNG);
    }

    private String result(MediaApi media, String user) {
        Map<String, Object> picture = Map.of(
                "userId",
                user,
                "taskId",
                Ids.next("task"),
                "fileName",
                "1.png",
                "contentType",
                "image/png",
                "sizeBytes",
                PNG.length,
                "purpose",
                "OUTPUT");
        return put(
                media,
                media.post(tokens.service("svc-task-worker"), "/internal/media/results", picture)
                        .data());
    }

    private static String put(MediaApi media, JsonNode grant) {
        media.put(grant.get("uploadUrl").asString(), "image/png", PNG);
        return grant.get("objectKey").asString();
    }
}
