/** What PODI can do, at what price, and what was done. */
@NullMarked
package com.podi.ability;

import org.jspecify.annotations.NullMarked;
