/** Keycloak, where the accounts live: their creation, their tokens, their sessions. */
@NullMarked
package com.podi.auth.directory;

import org.jspecify.annotations.NullMarked;
