/** What administrators see and change of users. */
@NullMarked
package com.podi.auth.admin;

import org.jspecify.annotations.NullMarked;
