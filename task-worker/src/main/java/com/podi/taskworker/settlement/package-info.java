/** What the wallet still has to be told, until it has answered. */
@NullMarked
package com.podi.taskworker.settlement;

import org.jspecify.annotations.NullMarked;
