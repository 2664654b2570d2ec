/** The agents beside the nodes: who they are, whether they are there, and what they say of themselves. */
@NullMarked
package com.podi.comfyui.agent;

import org.jspecify.annotations.NullMarked;
