/** A journey through the running suite that shows what it does. */
@NullMarked
package com.podi.launcher.demo;

import org.jspecify.annotations.NullMarked;
