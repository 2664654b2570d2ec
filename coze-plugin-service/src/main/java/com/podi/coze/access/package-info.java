/** Who may call the tools. */
@NullMarked
package com.podi.coze.access;

import org.jspecify.annotations.NullMarked;
