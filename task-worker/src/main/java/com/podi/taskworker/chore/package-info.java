/** What falls due by itself, found with one look a second. */
@NullMarked
package com.podi.taskworker.chore;

import org.jspecify.annotations.NullMarked;
