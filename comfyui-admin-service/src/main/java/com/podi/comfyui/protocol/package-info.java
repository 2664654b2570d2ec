/** What whoever writes an agent has to know. */
@NullMarked
package com.podi.comfyui.protocol;

import org.jspecify.annotations.NullMarked;
