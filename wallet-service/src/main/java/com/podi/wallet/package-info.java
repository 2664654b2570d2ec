/** Keeps the users' points. */
@NullMarked
package com.podi.wallet;

import org.jspecify.annotations.NullMarked;
