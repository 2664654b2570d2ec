/** The log of calls when it is large. */
@NullMarked
package com.podi.benchmarks.logs;

import org.jspecify.annotations.NullMarked;
