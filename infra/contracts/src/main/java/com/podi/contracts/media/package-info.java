/** What the media service offers to other services. */
@NullMarked
package com.podi.contracts.media;

import org.jspecify.annotations.NullMarked;
