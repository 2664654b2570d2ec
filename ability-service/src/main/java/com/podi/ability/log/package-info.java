/** A row for every call of an ability. */
@NullMarked
package com.podi.ability.log;

import org.jspecify.annotations.NullMarked;
