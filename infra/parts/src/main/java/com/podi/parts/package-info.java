/** The parts of the suite that others wrote, run as child processes. */
@NullMarked
package com.podi.parts;

import org.jspecify.annotations.NullMarked;
