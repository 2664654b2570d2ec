/** MinIO says that an object has arrived, and proves that it knows our token. */
@NullMarked
package com.podi.media.notification;

import org.jspecify.annotations.NullMarked;
