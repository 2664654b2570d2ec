/** The shape of every answer: success, error and pages. */
@NullMarked
package com.podi.contracts.envelope;

import org.jspecify.annotations.NullMarked;
