package com.podi.contracts.media;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;

/**
 * Asks for a place to put one file of a task: a picture that goes in, or whatever came out.
 *
 * @param fileName unique within the task and its attempt
 * @param sizeBytes exactly as many are taken
 */
public record ResultGrantRequest(
        @NotBlank @Size(max = 64) String userId,
        @NotBlank @Size(max = 64) String taskId,
        @NotBlank @Size(max = 200) String fileName,
        @NotBlank @Size(max = 100) String contentType,
        @Positive long sizeBytes,
        @NotNull Purpose purpose) {}
