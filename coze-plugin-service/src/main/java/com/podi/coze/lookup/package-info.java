/** The tool that reads a task. */
@NullMarked
package com.podi.coze.lookup;

import org.jspecify.annotations.NullMarked;
