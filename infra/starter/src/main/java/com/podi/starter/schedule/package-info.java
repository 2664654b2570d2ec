/** The threads of jobs. */
@NullMarked
package com.podi.starter.schedule;

import org.jspecify.annotations.NullMarked;
