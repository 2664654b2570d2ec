/** The LoRAs that nodes may have. */
@NullMarked
package com.podi.comfyui.lora;

import org.jspecify.annotations.NullMarked;
