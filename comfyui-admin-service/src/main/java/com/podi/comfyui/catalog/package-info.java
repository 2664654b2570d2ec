/** What every catalogue does alike: search, revisions, names that occur once. */
@NullMarked
package com.podi.comfyui.catalog;

import org.jspecify.annotations.NullMarked;
