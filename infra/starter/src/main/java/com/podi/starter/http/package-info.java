/** The only way to addresses that users gave. */
@NullMarked
package com.podi.starter.http;

import org.jspecify.annotations.NullMarked;
