/** Administration of the ComfyUI nodes. */
@NullMarked
package com.podi.comfyui;

import org.jspecify.annotations.NullMarked;
