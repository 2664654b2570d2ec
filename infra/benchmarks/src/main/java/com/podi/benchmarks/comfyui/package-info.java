/** What the platform adds to the time that a ComfyUI node works. */
@NullMarked
package com.podi.benchmarks.comfyui;

import org.jspecify.annotations.NullMarked;
