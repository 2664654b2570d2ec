/** How the wallet talks to its database: in few messages, and not at all while it is away. */
@NullMarked
package com.podi.wallet.database;

import org.jspecify.annotations.NullMarked;
