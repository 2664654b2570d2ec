/** The object store: the only place that holds its keys and speaks its language. */
@NullMarked
package com.podi.media.storage;

import org.jspecify.annotations.NullMarked;
