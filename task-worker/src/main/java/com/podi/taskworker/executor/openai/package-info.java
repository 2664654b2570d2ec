/**
 * Image generations, image edits and chat completions of OpenAI, and of whoever speaks its protocol.
 *
 * <p>Known from the public API reference (https://platform.openai.com/docs/api-reference/images and
 * https://platform.openai.com/docs/api-reference/chat), the guide to its errors
 * (https://platform.openai.com/docs/guides/error-codes) and the types of the public client
 * (https://github.com/openai/openai-python, {@code types/image_edit_params.py}): edits take {@code image[]} and one
 * {@code mask} as a multipart form; GPT image models take no {@code response_format} and answer {@code b64_json}; errors are
 * {@code {"error":{"message","type","param","code"}}}; 401 is the key, 429 the rate or, with {@code insufficient_quota}, the
 * credit.
 *
 * <p>Not verified, for want of an account: that the codes {@code moderation_blocked} and {@code content_policy_violation} are
 * all that a refusal for its content may have, and how long {@code Retry-After} really is.
 */
@NullMarked
package com.podi.taskworker.executor.openai;

import org.jspecify.annotations.NullMarked;
