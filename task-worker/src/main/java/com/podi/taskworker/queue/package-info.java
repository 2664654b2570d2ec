/** The tasks and who works on them; PostgreSQL is the truth. */
@NullMarked
package com.podi.taskworker.queue;

import org.jspecify.annotations.NullMarked;
