/** The wallet over HTTP beside raw SQL on the same database. */
@NullMarked
package com.podi.benchmarks.wallet;

import org.jspecify.annotations.NullMarked;
