/** Abilities that run as graphs on ComfyUI nodes. */
@NullMarked
package com.podi.taskworker.executor.comfyui;

import org.jspecify.annotations.NullMarked;
