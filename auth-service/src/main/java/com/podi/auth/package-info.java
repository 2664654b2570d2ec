/** Lets users in. */
@NullMarked
package com.podi.auth;

import org.jspecify.annotations.NullMarked;
