/** The queue of tasks beside db-scheduler, and how soon tasks start. */
@NullMarked
package com.podi.benchmarks.tasks;

import org.jspecify.annotations.NullMarked;
