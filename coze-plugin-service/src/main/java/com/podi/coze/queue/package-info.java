/** The tool that tells how busy the ComfyUI nodes are. */
@NullMarked
package com.podi.coze.queue;

import org.jspecify.annotations.NullMarked;
