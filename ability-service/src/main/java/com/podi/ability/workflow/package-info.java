/** ComfyUI graphs: what may be set in them from outside, and which executors run them. */
@NullMarked
package com.podi.ability.workflow;

import org.jspecify.annotations.NullMarked;
