/** What the header of a picture says, read without decoding it. */
@NullMarked
package com.podi.media.picture;

import org.jspecify.annotations.NullMarked;
