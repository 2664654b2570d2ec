/** What nobody will ask for any more: grants that ran out, and bytes that no record knows. */
@NullMarked
package com.podi.media.sweep;

import org.jspecify.annotations.NullMarked;
