/** What the wallet offers to other services. */
@NullMarked
package com.podi.contracts.wallet;

import org.jspecify.annotations.NullMarked;
