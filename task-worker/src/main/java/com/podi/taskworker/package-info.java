/** Takes tasks, runs them and settles them. */
@NullMarked
package com.podi.taskworker;

import org.jspecify.annotations.NullMarked;
