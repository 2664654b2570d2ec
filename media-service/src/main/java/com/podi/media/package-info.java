/** The media service knows the pictures in the object store, and who may put and read them. */
@NullMarked
package com.podi.media;

import org.jspecify.annotations.NullMarked;
