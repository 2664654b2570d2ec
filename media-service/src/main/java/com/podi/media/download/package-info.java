/** Leave to read a recorded picture. */
@NullMarked
package com.podi.media.download;

import org.jspecify.annotations.NullMarked;
