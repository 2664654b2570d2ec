/** Who is calling: tokens are checked here, in every service, again. */
@NullMarked
package com.podi.starter.security;

import org.jspecify.annotations.NullMarked;
