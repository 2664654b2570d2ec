package com.podi.ability.executor;

/** Asked before an executor goes, of everything that may lean on it. */
public interface ExecutorUse {

    boolean isUsed(String executorId);
}
