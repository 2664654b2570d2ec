/** The whole suite as processes of this machine. */
@NullMarked
package com.podi.launcher;

import org.jspecify.annotations.NullMarked;
