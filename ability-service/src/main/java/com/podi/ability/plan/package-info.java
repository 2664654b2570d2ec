/** How one call of an ability is to be carried out. */
@NullMarked
package com.podi.ability.plan;

import org.jspecify.annotations.NullMarked;
