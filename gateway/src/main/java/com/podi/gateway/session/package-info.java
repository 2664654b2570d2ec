/** Which sessions have ended, as auth-service tells it. */
@NullMarked
package com.podi.gateway.session;

import org.jspecify.annotations.NullMarked;
