/** The inputs of an ability: the form a client shows, the JSON Schema it stands for, and the check by it. */
@NullMarked
package com.podi.ability.form;

import org.jspecify.annotations.NullMarked;
