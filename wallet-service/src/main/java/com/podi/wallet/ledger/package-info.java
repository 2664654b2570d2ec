/** Every movement of points, written once and never changed. */
@NullMarked
package com.podi.wallet.ledger;

import org.jspecify.annotations.NullMarked;
