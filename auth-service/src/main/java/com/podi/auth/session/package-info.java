/** Logging in, staying in, logging out. */
@NullMarked
package com.podi.auth.session;

import org.jspecify.annotations.NullMarked;
