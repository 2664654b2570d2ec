/** What all tools have in common: how they are called, what they answer, and the account they work for. */
@NullMarked
package com.podi.coze.tool;

import org.jspecify.annotations.NullMarked;
