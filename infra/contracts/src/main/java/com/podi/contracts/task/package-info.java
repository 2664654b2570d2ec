/** What other services do with tasks. */
@NullMarked
package com.podi.contracts.task;

import org.jspecify.annotations.NullMarked;
