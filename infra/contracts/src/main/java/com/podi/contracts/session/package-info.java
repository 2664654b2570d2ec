/** What the services are told of sessions that ended before their tokens did. */
@NullMarked
package com.podi.contracts.session;

import org.jspecify.annotations.NullMarked;
