package com.podi.contracts.media;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/**
 * Asks for a place to put one output of a task.
 *
 * @param fileName unique within the task and its attempt
 */
public record ResultGrantRequest(
        @NotBlank @Size(max = 64) String userId,
        @NotBlank @Size(max = 64) String taskId,
        @NotBlank @Size(max = 200) String fileName,
        @NotBlank @Size(max = 100) String contentType) {}
