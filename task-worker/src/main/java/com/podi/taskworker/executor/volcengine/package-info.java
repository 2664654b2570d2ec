/**
 * Volcengine Ark: pictures and chat in one call, videos as tasks that are created and polled.
 *
 * <p>Known from the public documentation (pictures https://www.volcengine.com/docs/82379/1541523, creating a video task
 * https://www.volcengine.com/docs/82379/1520757, asking for it https://www.volcengine.com/docs/82379/1521309, canceling it
 * https://www.volcengine.com/docs/82379/1521720, chat https://www.volcengine.com/docs/82379/1494384, errors
 * https://www.volcengine.com/docs/82379/1299023) and the types of the public client
 * (https://github.com/volcengine/volcengine-python-sdk, {@code arkruntime/types/content_generation} and {@code types/images}):
 * pictures may come as data URIs; a task is {@code queued}, {@code running}, {@code succeeded}, {@code failed} or
 * {@code cancelled}, its video stands in {@code content.video_url} for a day; errors are
 * {@code {"error":{"code","message","type"}}}.
 *
 * <p>Not verified, for want of an account: whether a running task can be canceled (the documentation says that only a queued
 * one can), the role of several pictures of a video beyond {@code first_frame} and {@code last_frame}, and
 * {@code duration} in the answer, by which seconds are counted if it is there.
 */
@NullMarked
package com.podi.taskworker.executor.volcengine;

import org.jspecify.annotations.NullMarked;
