/** What happened to a task, for people to read. */
@NullMarked
package com.podi.taskworker.journal;

import org.jspecify.annotations.NullMarked;
