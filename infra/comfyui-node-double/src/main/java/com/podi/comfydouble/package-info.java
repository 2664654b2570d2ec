/** A ComfyUI node for tests and demonstrations: the protocol as seen from outside, with pictures that are really processed. */
@NullMarked
package com.podi.comfydouble;

import org.jspecify.annotations.NullMarked;
