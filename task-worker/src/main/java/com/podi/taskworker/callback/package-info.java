/** Telling the caller's own service how a task ended, until it has heard. */
@NullMarked
package com.podi.taskworker.callback;

import org.jspecify.annotations.NullMarked;
