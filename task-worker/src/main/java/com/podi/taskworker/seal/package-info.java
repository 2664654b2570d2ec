/** What must not lie open in a row. */
@NullMarked
package com.podi.taskworker.seal;

import org.jspecify.annotations.NullMarked;
