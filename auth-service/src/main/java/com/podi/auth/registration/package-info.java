/** New accounts. */
@NullMarked
package com.podi.auth.registration;

import org.jspecify.annotations.NullMarked;
