/** Workers: they claim tasks, run them under a lease and write down the end. */
@NullMarked
package com.podi.taskworker.execution;

import org.jspecify.annotations.NullMarked;
