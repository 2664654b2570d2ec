/** The documentation page: all services' own descriptions in one place, and the catalogue of errors. */
@NullMarked
package com.podi.gateway.docs;

import org.jspecify.annotations.NullMarked;
