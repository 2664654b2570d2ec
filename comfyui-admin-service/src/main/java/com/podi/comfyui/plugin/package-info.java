/** The plug-ins that nodes may have, each known by the node it brings. */
@NullMarked
package com.podi.comfyui.plugin;

import org.jspecify.annotations.NullMarked;
