/** What tests against the real parts have in common. */
@NullMarked
package com.podi.testsupport;

import org.jspecify.annotations.NullMarked;
