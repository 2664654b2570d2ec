/** The one door to the suite. */
@NullMarked
package com.podi.gateway;

import org.jspecify.annotations.NullMarked;
