/** What became of a user's points. */
@NullMarked
package com.podi.wallet.statistics;

import org.jspecify.annotations.NullMarked;
