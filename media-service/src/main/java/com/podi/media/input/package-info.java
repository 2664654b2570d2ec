/** What users mean by the pictures that they name in calls of abilities. */
@NullMarked
package com.podi.media.input;

import org.jspecify.annotations.NullMarked;
