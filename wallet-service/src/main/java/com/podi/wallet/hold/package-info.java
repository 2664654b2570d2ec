/** Points set aside for a task until it is known what they buy. */
@NullMarked
package com.podi.wallet.hold;

import org.jspecify.annotations.NullMarked;
