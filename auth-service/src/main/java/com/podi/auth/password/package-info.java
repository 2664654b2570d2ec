/** Changing one's password. */
@NullMarked
package com.podi.auth.password;

import org.jspecify.annotations.NullMarked;
