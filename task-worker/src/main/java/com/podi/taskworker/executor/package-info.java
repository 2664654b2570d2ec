/** What an executor is, and what it gets and gives. */
@NullMarked
package com.podi.taskworker.executor;

import org.jspecify.annotations.NullMarked;
