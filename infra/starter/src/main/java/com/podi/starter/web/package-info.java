/** The envelope of answers and errors, and the trace id, on every endpoint. */
@NullMarked
package com.podi.starter.web;

import org.jspecify.annotations.NullMarked;
