/** What must not lie open in a row. */
@NullMarked
package com.podi.starter.seal;

import org.jspecify.annotations.NullMarked;
