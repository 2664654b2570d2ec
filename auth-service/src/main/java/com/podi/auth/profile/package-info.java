/** What we know of a user beside the account: since when, seen when, and what they say of themselves. */
@NullMarked
package com.podi.auth.profile;

import org.jspecify.annotations.NullMarked;
