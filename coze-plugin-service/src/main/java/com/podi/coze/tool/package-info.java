/** What all tools have in common: their answer and the account they work for. */
@NullMarked
package com.podi.coze.tool;

import org.jspecify.annotations.NullMarked;
