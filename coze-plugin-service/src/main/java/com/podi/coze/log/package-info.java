/** Which calls came from Coze, and what became of them. */
@NullMarked
package com.podi.coze.log;

import org.jspecify.annotations.NullMarked;
