/** The built-in image tools, on OpenCV. */
@NullMarked
package com.podi.taskworker.executor.podi;

import org.jspecify.annotations.NullMarked;
