/** Where the services find each other. */
@NullMarked
package com.podi.registry;

import org.jspecify.annotations.NullMarked;
