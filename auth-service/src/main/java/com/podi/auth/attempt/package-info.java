/** How often a name may be tried with a wrong password. */
@NullMarked
package com.podi.auth.attempt;

import org.jspecify.annotations.NullMarked;
