/** What a user stores and may store. */
@NullMarked
package com.podi.media.quota;

import org.jspecify.annotations.NullMarked;
