/** What the ability catalogue offers to other services. */
@NullMarked
package com.podi.contracts.ability;

import org.jspecify.annotations.NullMarked;
