/** Events between services: topics, the envelope and what each event says. */
@NullMarked
package com.podi.contracts.event;

import org.jspecify.annotations.NullMarked;
