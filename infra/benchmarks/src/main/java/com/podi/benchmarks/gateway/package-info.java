/** Our gateway beside a bare one and nginx. */
@NullMarked
package com.podi.benchmarks.gateway;

import org.jspecify.annotations.NullMarked;
