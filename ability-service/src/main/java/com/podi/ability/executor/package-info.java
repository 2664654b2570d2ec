/** What runs abilities: ComfyUI nodes and accounts at providers, and whether they are there. */
@NullMarked
package com.podi.ability.executor;

import org.jspecify.annotations.NullMarked;
