package com.podi.taskworker.journal;

import com.podi.contracts.error.Text;

/** What can be said of a task's way. */
public enum JournalMessage {
    QUEUED("info", "任务已排队", "Queued"),
    STARTED("info", "开始处理图像", "Started processing"),
    COMPLETED("info", "图像处理完成", "Finished processing"),
    WILL_RETRY("warn", "处理未成功，将自动重试", "Did not succeed, will be tried again"),
    TAKEN_OVER("warn", "处理节点失联，任务已重新排队", "The worker was lost, queued again"),
    FAILED("error", "图像处理失败", "Failed");

    private final String level;
    private final Text text;

    JournalMessage(String level, String zh, String en) {
        this.level = level;
        this.text = new Text(zh, en);
    }

    public String level() {
        return level;
    }

    public Text text() {
        return text;
    }
}
