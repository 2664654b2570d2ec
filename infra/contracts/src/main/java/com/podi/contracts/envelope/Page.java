package com.podi.contracts.envelope;

import java.util.List;

/** One page of a list, newest first. */
public record Page<T>(List<T> items, Pagination pagination) {

    public Page {
        items = List.copyOf(items);
    }
}
