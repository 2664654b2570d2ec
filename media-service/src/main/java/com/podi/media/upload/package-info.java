/** Leave to put a picture into the store, and the check of what was put there. */
@NullMarked
package com.podi.media.upload;

import org.jspecify.annotations.NullMarked;
