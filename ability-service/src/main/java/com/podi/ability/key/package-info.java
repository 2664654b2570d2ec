/** The keys of providers: sealed where they lie, shown masked, handed out to task-worker alone. */
@NullMarked
package com.podi.ability.key;

import org.jspecify.annotations.NullMarked;
