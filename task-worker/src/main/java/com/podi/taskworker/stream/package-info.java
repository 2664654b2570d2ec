/** News of tasks as they happen. */
@NullMarked
package com.podi.taskworker.stream;

import org.jspecify.annotations.NullMarked;
