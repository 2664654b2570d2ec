/** What the gateway answers by itself: refusals in the envelope, and the trace id on everything. */
@NullMarked
package com.podi.gateway.errors;

import org.jspecify.annotations.NullMarked;
