package com.podi.taskworker.executor.podi;

/**
 * @param copies how many pictures of the result's size are in memory at once, at most
 */
record Extent(long width, long height, int copies) {

    static Extent of(PictureHeader source) {
        return new Extent(source.uprightWidth(), source.uprightHeight(), 1);
    }

    Extent withCopies(int number) {
        return new Extent(width, height, number);
    }

    long pixels() {
        return width * height;
    }
}
