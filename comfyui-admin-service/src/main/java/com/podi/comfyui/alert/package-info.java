/** What agents are in trouble with, and that they are gone. */
@NullMarked
package com.podi.comfyui.alert;

import org.jspecify.annotations.NullMarked;
