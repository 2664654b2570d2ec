/** The pictures of tasks, on their way in and out. */
@NullMarked
package com.podi.taskworker.picture;

import org.jspecify.annotations.NullMarked;
