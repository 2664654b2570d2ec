package com.podi.contracts.event;

import java.util.List;

/** One topic per kind of aggregate; the record key is the aggregate's id, so its events keep their order. */
public final class Topics {

    public static final String USER = "podi.user";
    public static final String MEDIA_OBJECT = "podi.media-object";
    public static final String ABILITY = "podi.ability";
    public static final String EXECUTOR = "podi.executor";
    public static final String TASK = "podi.task";
    public static final String AGENT = "podi.agent";

    public static final List<String> ALL = List.of(USER, MEDIA_OBJECT, ABILITY, EXECUTOR, TASK, AGENT);

    private Topics() {}
}
