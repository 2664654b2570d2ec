/** The tokens that agents show: who signs them, what they say, and what is refused. */
@NullMarked
package com.podi.comfyui.token;

import org.jspecify.annotations.NullMarked;
