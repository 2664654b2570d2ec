/** The only way to addresses that users or administrators gave. */
@NullMarked
package com.podi.starter.http;

import org.jspecify.annotations.NullMarked;
