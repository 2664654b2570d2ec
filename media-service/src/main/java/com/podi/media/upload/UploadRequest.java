package com.podi.media.upload;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.ErrorDetail;
import com.podi.contracts.error.Text;
import com.podi.media.picture.FileType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a user wants to upload, as the client wrote it.
 *
 * @param action the ability the picture is meant for
 * @param channel where the picture comes from
 */
record UploadRequest(
        @Nullable String taskId,
        @Nullable String action,
        @Nullable String fileName,
        @Nullable String mimeType,
        @Nullable Long fileSize,
        @Nullable String channel) {

    private static final Text REQUIRED = new Text("缺少该参数", "is required");
    private static final Text TASK_ID = new Text("须为1到64个字母、数字、_或-", "must be 1 to 64 letters, digits, _ or -");
    private static final Text TYPE = new Text("仅支持PNG、JPEG、WebP、GIF、TIFF", "must be PNG, JPEG, WebP, GIF or TIFF");
    private static final Text SIZE = new Text("须在1到%d字节之间", "must be between 1 and %d bytes");

    private static final Text LONG = new Text("不能超过%d个字符", "must have at most %d characters");

    /** Names are cut, but not of any length: whoever sends megabytes means no file. */
    private static final int LONGEST_NAME = 10_000;

    private static final int LONGEST_WORD = 100;

    /** Says everything that is wrong at once. */
    Upload checked(long maxSizeBytes) {
        List<ErrorDetail> wrong = new ArrayList<>();
        if (taskId == null || !ObjectKeys.isTaskId(taskId)) {
            wrong.add(new ErrorDetail("taskId", taskId == null ? REQUIRED : TASK_ID));
        }
        if (fileName == null || fileName.isBlank()) {
            wrong.add(new ErrorDetail("fileName", REQUIRED));
        }
        mustFit("fileName", fileName, LONGEST_NAME, wrong);
        mustFit("action", action, LONGEST_WORD, wrong);
        mustFit("channel", channel, LONGEST_WORD, wrong);
        FileType type = mimeType == null
                ? null
                : FileType.ofContentType(mimeType).filter(FileType::isPicture).orElse(null);
        if (type == null) {
            wrong.add(new ErrorDetail("mimeType", TYPE));
        }
        if (fileSize == null || fileSize < 1 || fileSize > maxSizeBytes) {
            wrong.add(new ErrorDetail("fileSize", SIZE.with(maxSizeBytes)));
        }
        if (!wrong.isEmpty()) {
            throw ErrorCode.MEDIA_STS_INVALID_PARAM.withDetails(wrong);
        }
        return new Upload(taskId, FileName.safe(fileName, type), type, fileSize, action == null ? "" : action);
    }

    private static void mustFit(String field, @Nullable String text, int most, List<ErrorDetail> wrong) {
        if (text != null && text.length() > most) {
            wrong.add(new ErrorDetail(field, LONG.with(most)));
        }
    }

    /** A request that may be granted. */
    record Upload(String taskId, String fileName, FileType type, long sizeBytes, String action) {

        /** What a store that calls back is to repeat. */
        Map<String, String> meta(String userId) {
            return Map.of("taskId", taskId, "action", action, "userId", userId);
        }
    }
}
