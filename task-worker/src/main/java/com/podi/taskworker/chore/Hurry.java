package com.podi.taskworker.chore;

/** Published by whoever makes a chore fall due: it is done right after the commit instead of at the next look. */
public record Hurry(Class<? extends Chore> chore) {}
