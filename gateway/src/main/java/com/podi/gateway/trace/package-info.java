/** How a request is followed: the trace id on every answer, the trace that goes on behind us, the timer of every route. */
@NullMarked
package com.podi.gateway.trace;

import org.jspecify.annotations.NullMarked;
