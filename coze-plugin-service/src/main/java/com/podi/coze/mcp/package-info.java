/** The same tools for clients of the Model Context Protocol. */
@NullMarked
package com.podi.coze.mcp;

import org.jspecify.annotations.NullMarked;
