/** How fast the plug-in's document is handed out. */
@NullMarked
package com.podi.benchmarks.coze;

import org.jspecify.annotations.NullMarked;
