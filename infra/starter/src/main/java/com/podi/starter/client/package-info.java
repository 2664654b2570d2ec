/** Calls to other services: a service token, time-outs, breakers, and their refusals as ours. */
@NullMarked
package com.podi.starter.client;

import org.jspecify.annotations.NullMarked;
