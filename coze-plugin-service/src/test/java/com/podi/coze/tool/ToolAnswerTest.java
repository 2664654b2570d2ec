package com.podi.coze.tool;

import static org.assertj.core.api.Assertions.assertThat;

import com.podi.contracts.task.TaskView;
import com.podi.contracts.task.TaskView.Image;
import com.podi.contracts.task.TaskView.Result;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ToolAnswerTest {

    @Test
    void aCompletedTaskShowsItsPictures() {
        Result result = new Result(
                "trace",
                "log_1",
                List.of(new Image("https://a"), new Image(null), new Image("https://b")),
                List.of(new Image("https://v")),
                List.of());
        JsonNode answer = answer(new TaskView("task_1", "completed", 100, null, result, null, null));

        assertThat(answer.at("/code").asInt()).isEqualTo(200);
        assertThat(answer.at("/imageUrl").asString()).isEqualTo("https://a");
        assertThat(answer.at("/imageUrls")).hasSize(2);
        assertThat(answer.at("/videoUrl").asString()).isEqualTo("https://v");
        assertThat(answer.at("/logId").asString()).isEqualTo("log_1");
        assertThat(answer.has("pollAfterSeconds")).isFalse();
        assertThat(answer.has("text")).isFalse();
    }

    @Test
    void aTaskOnItsWayIsToBeAskedForAgain() {
        JsonNode answer = answer(new TaskView("task_1", "running", 40, null, null, null, null));

        assertThat(answer.propertyNames())
                .containsExactly("code", "message", "status", "taskId", "progress", "pollAfterSeconds");
        assertThat(answer.at("/progress").asInt()).isEqualTo(40);
    }

    @Test
    void aFailedTaskSaysWhy() {
        JsonNode answer = answer(new TaskView("task_1", "failed", 10, null, null, "2001", "not a picture"));

        assertThat(answer.at("/status").asString()).isEqualTo("failed");
        assertThat(answer.at("/errorCode").asString()).isEqualTo("2001");
        assertThat(answer.at("/message").asString()).isEqualTo("not a picture");
    }

    @Test
    void aCallWhoseTaskFailedHasFailed() {
        TaskView failed = new TaskView("task_1", "failed", 10, null, null, "2001", "not a picture");
        TaskView canceled = new TaskView("task_1", "canceled", 10, null, null, null, null);

        assertThat(ToolAnswer.of(failed, Locale.ENGLISH).isRefusal()).isFalse();
        assertThat(ToolAnswer.ofCall(failed, Locale.ENGLISH).code()).isEqualTo(400);
        assertThat(ToolAnswer.ofCall(canceled, Locale.ENGLISH).code()).isEqualTo(409);
        assertThat(ToolAnswer.ofCall(canceled, Locale.ENGLISH).errorCode()).isEqualTo("3002");
    }

    private static JsonNode answer(TaskView task) {
        return new JsonMapper().valueToTree(ToolAnswer.of(task, Locale.ENGLISH));
    }
}
