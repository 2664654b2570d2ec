/** The nodes as they are at the moment. */
@NullMarked
package com.podi.comfyui.node;

import org.jspecify.annotations.NullMarked;
