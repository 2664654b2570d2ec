/** The abilities of the catalogue as tools. */
@NullMarked
package com.podi.coze.ability;

import org.jspecify.annotations.NullMarked;
