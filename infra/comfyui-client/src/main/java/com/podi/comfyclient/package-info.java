/** Speaks with ComfyUI nodes, whatever their release and however badly they behave. */
@NullMarked
package com.podi.comfyclient;

import org.jspecify.annotations.NullMarked;
