/** Identifiers. */
@NullMarked
package com.podi.starter.id;

import org.jspecify.annotations.NullMarked;
