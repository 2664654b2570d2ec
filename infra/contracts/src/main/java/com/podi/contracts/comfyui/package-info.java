/** What other services ask of the nodes. */
@NullMarked
package com.podi.contracts.comfyui;

import org.jspecify.annotations.NullMarked;
