package com.podi.media.quota;

import jakarta.validation.constraints.PositiveOrZero;
import org.jspecify.annotations.Nullable;

/** @param allowedBytes null goes back to what holds for everybody */
record QuotaRequest(@Nullable @PositiveOrZero Long allowedBytes) {}
