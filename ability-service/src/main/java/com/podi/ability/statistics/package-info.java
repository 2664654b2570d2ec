/** What the calls add up to: for an ability, a user and the whole platform. */
@NullMarked
package com.podi.ability.statistics;

import org.jspecify.annotations.NullMarked;
