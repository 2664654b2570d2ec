/** From a request to a queued task: plan, row, hold, queue. */
@NullMarked
package com.podi.taskworker.intake;

import org.jspecify.annotations.NullMarked;
