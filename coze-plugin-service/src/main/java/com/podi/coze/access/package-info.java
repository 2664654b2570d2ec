/** Who may call the tools, and how often. */
@NullMarked
package com.podi.coze.access;

import org.jspecify.annotations.NullMarked;
