/** Work that waits at the same moment is done together. */
@NullMarked
package com.podi.wallet.lane;

import org.jspecify.annotations.NullMarked;
