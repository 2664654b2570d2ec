/** Who changed what: every state that an administered record ever had, appended to and never edited. */
@NullMarked
package com.podi.ability.audit;

import org.jspecify.annotations.NullMarked;
