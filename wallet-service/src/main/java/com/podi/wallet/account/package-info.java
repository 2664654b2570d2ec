/** What a user has: points to spend and points in holds. */
@NullMarked
package com.podi.wallet.account;

import org.jspecify.annotations.NullMarked;
