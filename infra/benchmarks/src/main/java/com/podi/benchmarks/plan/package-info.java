/** How long it takes to decide how a call is carried out. */
@NullMarked
package com.podi.benchmarks.plan;

import org.jspecify.annotations.NullMarked;
