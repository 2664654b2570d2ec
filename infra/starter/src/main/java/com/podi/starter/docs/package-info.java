/** The service's own description of its API, which the gateway's documentation page shows. */
@NullMarked
package com.podi.starter.docs;

import org.jspecify.annotations.NullMarked;
