/** Aliyun OSS says that an object has arrived, and proves that it is OSS. */
@NullMarked
package com.podi.media.callback;

import org.jspecify.annotations.NullMarked;
