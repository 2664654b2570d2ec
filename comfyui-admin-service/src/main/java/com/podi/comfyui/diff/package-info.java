/** What one node has and another one lacks, as it was when somebody looked. */
@NullMarked
package com.podi.comfyui.diff;

import org.jspecify.annotations.NullMarked;
