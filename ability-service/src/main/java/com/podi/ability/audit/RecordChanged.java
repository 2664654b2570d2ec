package com.podi.ability.audit;

/** Told inside this process when an administered record was written, in the transaction of the change. */
public record RecordChanged(Kind kind, String id) {}
