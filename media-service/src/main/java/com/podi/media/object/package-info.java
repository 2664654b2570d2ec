/** The pictures that lie in the store, were checked and have an owner. */
@NullMarked
package com.podi.media.object;

import org.jspecify.annotations.NullMarked;
