/** The models that nodes may have. */
@NullMarked
package com.podi.comfyui.model;

import org.jspecify.annotations.NullMarked;
