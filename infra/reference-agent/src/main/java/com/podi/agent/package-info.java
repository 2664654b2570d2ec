/** An agent as the protocol describes it: takes tasks, brings files, and says how it goes. */
@NullMarked
package com.podi.agent;

import org.jspecify.annotations.NullMarked;
