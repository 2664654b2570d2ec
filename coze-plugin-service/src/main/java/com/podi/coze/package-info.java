/** PODI as a plug-in of Coze. */
@NullMarked
package com.podi.coze;

import org.jspecify.annotations.NullMarked;
