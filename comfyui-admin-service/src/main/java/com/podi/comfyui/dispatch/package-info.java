/** Tasks for agents: how they come to them, what is heard of them, how they end. */
@NullMarked
package com.podi.comfyui.dispatch;

import org.jspecify.annotations.NullMarked;
