/**
 * KIE's market of models: a task is created for a model and polled until it has links to its results.
 *
 * <p>Known from the public documentation: creating (https://docs.kie.ai/market/google/nano-banana-2-lite), asking
 * (https://docs.kie.ai/market/common/get-task-detail) and uploading pictures
 * (https://docs.kie.ai/file-upload-api/quickstart, {@code /api/file-stream-upload}). Every answer has {@code code}, {@code msg}
 * and {@code data}, mostly with the status 200, so that the code counts: 401 is the key, 402 the credit, 422 an input, 429 the
 * rate, 455 maintenance, 501 a generation that failed, 505 a feature that is off. A task is {@code waiting}, {@code queuing},
 * {@code generating}, {@code success} or {@code fail}; {@code resultJson} is JSON in a string with {@code resultUrls}. Pictures
 * are named by links, so ours are uploaded first; what is uploaded is forgotten after some days at most.
 *
 * <p>Not verified, for want of an account: which {@code failCode} a refusal for its content has (its words decide), whether an
 * unknown task is told with the code 404 or with data that is null (both are understood), and the host of the upload, which
 * the documentation names in two ways: {@code config.uploadUrl} of the executor has the last word, and without it pictures go
 * to the executor's own address if that is not KIE's. There is no way to cancel a
 * task.
 */
@NullMarked
package com.podi.taskworker.executor.kie;

import org.jspecify.annotations.NullMarked;
