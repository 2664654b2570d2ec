package com.podi.taskworker.journal;

import com.podi.contracts.error.Text;
import java.util.Locale;

/** What can be said of a task's way. */
public enum JournalMessage {
    QUEUED("info", "任务已排队", "Queued"),
    STARTED("info", "开始处理图像", "Started processing"),
    COMPLETED("info", "图像处理完成", "Finished processing"),
    WILL_RETRY("warn", "处理未成功，将自动重试", "Did not succeed, will be tried again"),
    TAKEN_OVER("warn", "处理节点失联，任务已重新排队", "The worker was lost, queued again"),
    GIVEN_BACK("info", "服务重启，任务已重新排队", "The service restarts, queued again"),
    AWAITS_UPLOADS("info", "等待图片上传", "Waits for its pictures to be uploaded"),
    CANCEL_REQUESTED("info", "已请求取消", "Asked to cancel"),
    /** In the words of the executor, which stand beside it. */
    EXECUTOR_SAID("info", "", ""),
    FAILED("error", "图像处理失败", "Failed"),
    CANCELED("info", "任务已取消", "Canceled");

    private final String level;
    private final Text text;

    JournalMessage(String level, String zh, String en) {
        this.level = level;
        this.text = new Text(zh, en);
    }

    /** @param status the word for how a task ended */
    public static JournalMessage ofEnd(String status) {
        return valueOf(status.toUpperCase(Locale.ROOT));
    }

    public String level() {
        return level;
    }

    public Text text() {
        return text;
    }
}
