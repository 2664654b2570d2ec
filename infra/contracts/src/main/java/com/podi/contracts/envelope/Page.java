package com.podi.contracts.envelope;

import java.util.List;

/** One page of a list, newest first. */
public record Page<T>(List<T> items, Pagination pagination) {

    public Page {
        items = List.copyOf(items);
    }

    /** The page of a list that is there whole, as short ones are. */
    public static <T> Page<T> of(List<T> all, PageRequest request) {
        List<T> items =
                all.stream().skip(request.offset()).limit(request.pageSize()).toList();
        return new Page<>(items, Pagination.of(request, all.size()));
    }
}
