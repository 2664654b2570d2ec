/** Calls that a client may repeat: the same key and body is answered as it was the first time. */
@NullMarked
package com.podi.starter.idempotency;

import org.jspecify.annotations.NullMarked;
