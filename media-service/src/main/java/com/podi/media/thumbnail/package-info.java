/** Small pictures for lists, made after the pictures themselves were recorded. */
@NullMarked
package com.podi.media.thumbnail;

import org.jspecify.annotations.NullMarked;
