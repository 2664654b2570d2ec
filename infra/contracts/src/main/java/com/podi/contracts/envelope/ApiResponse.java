package com.podi.contracts.envelope;

import com.podi.contracts.error.Text;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.context.i18n.LocaleContextHolder;

/**
 * The envelope of every answer that is not an error.
 *
 * @param code 200, 201 or 202; the HTTP status is the same
 * @param message in the language of the request
 */
public record ApiResponse<T extends @Nullable Object>(int code, String message, T data, Instant timestamp) {

    private static final Text DONE = new Text("操作成功", "Done");
    private static final Text FOUND = new Text("获取成功", "Found");
    private static final Text UPDATED = new Text("更新成功", "Updated");
    private static final Text CREATED = new Text("创建成功", "Created");

    public static <T extends @Nullable Object> ApiResponse<T> ok(T data) {
        return of(200, DONE, data);
    }

    public static <T extends @Nullable Object> ApiResponse<T> found(T data) {
        return of(200, FOUND, data);
    }

    public static <T extends @Nullable Object> ApiResponse<T> updated(T data) {
        return of(200, UPDATED, data);
    }

    public static <T extends @Nullable Object> ApiResponse<T> created(T data) {
        return of(201, CREATED, data);
    }

    public static <T extends @Nullable Object> ApiResponse<T> of(int code, Text message, T data) {
        return new ApiResponse<>(
                code,
                message.in(LocaleContextHolder.getLocale()),
                data,
                Instant.now().truncatedTo(ChronoUnit.SECONDS));
    }
}
