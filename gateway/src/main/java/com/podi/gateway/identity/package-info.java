/** Who comes in: tokens, roles, origins, and the address a request really came from. */
@NullMarked
package com.podi.gateway.identity;

import org.jspecify.annotations.NullMarked;
