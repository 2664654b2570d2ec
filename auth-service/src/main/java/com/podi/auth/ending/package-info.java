/** Sessions that end before their tokens expire, and who is told of them. */
@NullMarked
package com.podi.auth.ending;

import org.jspecify.annotations.NullMarked;
