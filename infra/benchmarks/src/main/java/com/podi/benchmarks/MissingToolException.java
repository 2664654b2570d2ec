package com.podi.benchmarks;

/** A program that we compare with is not on this machine. */
final class MissingToolException extends RuntimeException {

    MissingToolException(String program, String debianPackage) {
        super("This benchmark compares with %s, which is not here: apt-get install %s"
                .formatted(program, debianPackage));
    }
}
