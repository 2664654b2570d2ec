/** How requests reach the services; which go where stands in application.yml. */
@NullMarked
package com.podi.gateway.routes;

import org.jspecify.annotations.NullMarked;
