/** The one catalogue of errors that callers may branch on, and the exception that carries one. */
@NullMarked
package com.podi.contracts.error;

import org.jspecify.annotations.NullMarked;
