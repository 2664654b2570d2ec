/** A load generator that costs little. */
@NullMarked
package com.podi.benchmarks.load;

import org.jspecify.annotations.NullMarked;
