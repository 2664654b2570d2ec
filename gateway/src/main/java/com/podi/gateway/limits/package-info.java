/** How large a request may be. */
@NullMarked
package com.podi.gateway.limits;

import org.jspecify.annotations.NullMarked;
