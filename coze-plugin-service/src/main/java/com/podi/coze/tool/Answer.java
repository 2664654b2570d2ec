package com.podi.coze.tool;

import com.fasterxml.jackson.annotation.JsonIgnore;
import org.jspecify.annotations.Nullable;

/** What a tool answers, as a record whose fields are those of its operation; what there is not is left out. */
public interface Answer {

    int DONE = 200;

    /** 200, or the number of an error. */
    int code();

    /** In words for the user. */
    String message();

    @Nullable
    String errorCode();

    /** The task that the call was about. */
    default @Nullable String taskId() {
        return null;
    }

    @JsonIgnore
    default boolean isRefusal() {
        return code() != DONE;
    }
}
