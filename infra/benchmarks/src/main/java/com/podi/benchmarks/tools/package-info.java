/** The built-in image tools, beside ImageMagick and libvips. */
@NullMarked
package com.podi.benchmarks.tools;

import org.jspecify.annotations.NullMarked;
