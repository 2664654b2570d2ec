package com.podi.contracts.envelope;

/** Which part of a list this is; pages count from 1. */
public record Pagination(int page, int pageSize, long total, long totalPages) {

    public static Pagination of(PageRequest request, long total) {
        long pages = (total + request.pageSize() - 1) / request.pageSize();
        return new Pagination(request.page(), request.pageSize(), total, pages);
    }
}
