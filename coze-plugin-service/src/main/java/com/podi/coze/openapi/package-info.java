/** The document that Coze imports. */
@NullMarked
package com.podi.coze.openapi;

import org.jspecify.annotations.NullMarked;
