/** Leave to put one picture, from when it is given until it is used up. */
@NullMarked
package com.podi.media.grant;

import org.jspecify.annotations.NullMarked;
