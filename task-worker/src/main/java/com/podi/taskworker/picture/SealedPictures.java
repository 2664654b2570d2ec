package com.podi.taskworker.picture;

import com.podi.starter.seal.SealedThings;
import com.podi.starter.seal.Sealer;
import com.podi.taskworker.queue.TaskImage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The addresses of pictures among what a task works on; also of tasks that have ended, since they may be run again. */
@Component
class SealedPictures implements SealedThings {

    private static final Logger log = LoggerFactory.getLogger(SealedPictures.class);
    private static final TypeReference<List<TaskImage>> IMAGES = new TypeReference<>() {};
    private static final int AT_ONCE = 500;

    private final JdbcClient jdbc;
    private final Sealer sealer;
    private final JsonMapper json;

    SealedPictures(JdbcClient jdbc, Sealer sealer, JsonMapper json) {
        this.jdbc = jdbc;
        this.sealer = sealer;
        this.json = json;
    }

    private record Row(String taskId, String userId, String images) {}

    @Override
    public String name() {
        return "pictures of tasks";
    }

    @Override
    public Resealed sealAnew() {
        int anew = 0;
        int left = 0;
        String last = "";
        List<Row> rows;
        do {
            rows = after(last);
            for (Row row : rows) {
                last = row.taskId();
                List<TaskImage> images = json.readValue(row.images(), IMAGES);
                if (images.stream().anyMatch(this::isOfFormerKey)) {
                    boolean opened = sealAnew(row, images);
                    anew += opened ? 1 : 0;
                    left += opened ? 0 : 1;
                }
            }
        } while (rows.size() == AT_ONCE);
        return new Resealed(anew, left);
    }

    private List<Row> after(String taskId) {
        return jdbc.sql("""
                        select task_id, user_id, images from tasks
                        where task_id > ?
                          and exists (select from jsonb_array_elements(images) image
                                      where image ->> 'sealedUrl' is not null)
                        order by task_id limit ?
                        """).params(taskId, AT_ONCE).query(Row.class).list();
    }

    private boolean isOfFormerKey(TaskImage image) {
        return image.sealedUrl() != null && !sealer.isPresent(image.sealedUrl());
    }

    private boolean sealAnew(Row row, List<TaskImage> images) {
        List<TaskImage> anew = new ArrayList<>();
        try {
            for (TaskImage image : images) {
                anew.add(new TaskImage(
                        image.name(),
                        image.objectKey(),
                        sealAnew(image.sealedUrl(), row.userId()),
                        image.fileName(),
                        image.sizeBytes()));
            }
        } catch (IllegalStateException wrongKey) {
            log.error("not sealed anew: task={}", row.taskId(), wrongKey);
            return false;
        }
        jdbc.sql("update tasks set images = ?::jsonb where task_id = ? and images = ?::jsonb")
                .params(json.writeValueAsString(anew), row.taskId(), row.images())
                .update();
        return true;
    }

    private byte @Nullable [] sealAnew(byte @Nullable [] sealed, String userId) {
        String purpose = PictureAddresses.purpose(userId);
        return sealed == null ? null : sealer.seal(sealer.open(sealed, purpose), purpose);
    }
}
