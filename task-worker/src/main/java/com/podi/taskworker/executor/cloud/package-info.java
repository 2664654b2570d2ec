/** What the executors of all providers do alike: their keys, their calls, their troubles and the wait for their jobs. */
@NullMarked
package com.podi.taskworker.executor.cloud;

import org.jspecify.annotations.NullMarked;
