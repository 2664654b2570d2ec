/** The proof that no account is off. */
@NullMarked
package com.podi.wallet.reconciliation;

import org.jspecify.annotations.NullMarked;
