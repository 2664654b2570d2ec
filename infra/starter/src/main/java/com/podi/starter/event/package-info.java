/** Events out through the outbox, events in once each. */
@NullMarked
package com.podi.starter.event;

import org.jspecify.annotations.NullMarked;
