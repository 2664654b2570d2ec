/** Benchmarks: both sides measured in one run, interleaved, medians of the rounds. */
@NullMarked
package com.podi.benchmarks;

import org.jspecify.annotations.NullMarked;
