/** What task-worker offers to other services. */
@NullMarked
package com.podi.contracts.task;

import org.jspecify.annotations.NullMarked;
