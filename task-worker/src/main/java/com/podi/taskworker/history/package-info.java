/** Reading tasks. */
@NullMarked
package com.podi.taskworker.history;

import org.jspecify.annotations.NullMarked;
