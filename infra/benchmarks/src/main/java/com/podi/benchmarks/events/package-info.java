/** Events through outbox, broker and inbox while one after the other is away or killed. */
@NullMarked
package com.podi.benchmarks.events;

import org.jspecify.annotations.NullMarked;
