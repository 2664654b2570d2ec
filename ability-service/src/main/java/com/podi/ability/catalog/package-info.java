/** The abilities: what they are called, what they take and what they cost. */
@NullMarked
package com.podi.ability.catalog;

import org.jspecify.annotations.NullMarked;
