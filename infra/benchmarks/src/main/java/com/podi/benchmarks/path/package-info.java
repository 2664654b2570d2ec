/** The whole way of a task, through all services, beside what the wallet alone can do. */
@NullMarked
package com.podi.benchmarks.path;

import org.jspecify.annotations.NullMarked;
