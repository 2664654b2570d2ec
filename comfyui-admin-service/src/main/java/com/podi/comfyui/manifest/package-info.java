/** What a node shall have, written down once for all nodes of a role, revision by revision. */
@NullMarked
package com.podi.comfyui.manifest;

import org.jspecify.annotations.NullMarked;
