package com.podi.contracts.error;

import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** All errors as a document, made from {@link ErrorCode}. */
public final class ErrorCatalog {

    private ErrorCatalog() {}

    /** The errors of one HTTP status. */
    public record Group(int status, List<Entry> errors) {}

    /**
     * @param code what programs branch on, together with the HTTP status
     * @param type the family of the error
     */
    public record Entry(String code, String type, String zh, String en) {}

    /** By HTTP status, smallest first; the codes of a group in their own order. */
    public static List<Group> groups() {
        return Arrays.stream(ErrorCode.values())
                .collect(Collectors.groupingBy(
                        ErrorCode::status, TreeMap::new, Collectors.mapping(ErrorCatalog::entry, Collectors.toList())))
                .entrySet()
                .stream()
                .map(group -> new Group(group.getKey(), List.copyOf(group.getValue())))
                .toList();
    }

    private static Entry entry(ErrorCode error) {
        return new Entry(
                error.code(),
                error.type(),
                error.message().zh(),
                error.message().en());
    }
}
