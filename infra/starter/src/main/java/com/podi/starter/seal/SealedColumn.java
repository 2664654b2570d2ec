package com.podi.starter.seal;

import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is sealed in a column of its own. */
public final class SealedColumn implements SealedThings {

    private static final Logger log = LoggerFactory.getLogger(SealedColumn.class);
    private static final int AT_ONCE = 500;

    private final JdbcClient jdbc;
    private final Sealer sealer;
    private final Place place;
    private final UnaryOperator<String> purpose;

    /**
     * Where it lies, in SQL of our own.
     *
     * @param key the primary key of the table
     * @param keyType such as {@code text}
     * @param owner what the purpose is made of
     */
    public record Place(String table, String key, String keyType, String column, String owner) {}

    /** @param purpose what it was sealed for, made of its owner */
    public SealedColumn(JdbcClient jdbc, Sealer sealer, Place place, UnaryOperator<String> purpose) {
        this.jdbc = jdbc;
        this.sealer = sealer;
        this.place = place;
        this.purpose = purpose;
    }

    private record Row(String key, byte[] sealed, String owner) {}

    @Override
    public String name() {
        return place.table();
    }

    @Override
    public Resealed sealAnew() {
        int anew = 0;
        int left = 0;
        @Nullable String last = null;
        List<Row> rows;
        do {
            rows = after(last);
            for (Row row : rows) {
                last = row.key();
                if (!sealer.isPresent(row.sealed())) {
                    boolean opened = sealAnew(row);
                    anew += opened ? 1 : 0;
                    left += opened ? 0 : 1;
                }
            }
        } while (rows.size() == AT_ONCE);
        return new Resealed(anew, left);
    }

    private List<Row> after(@Nullable String key) {
        return jdbc.sql("""
                        select %2$s::text as key, %4$s as sealed, %5$s as owner from %1$s
                        where (:after::text is null or %2$s > :after::%3$s) and %4$s is not null order by %2$s limit :limit
                        """.formatted(place.table(), place.key(), place.keyType(), place.column(), place.owner()))
                .param("after", key)
                .param("limit", AT_ONCE)
                .query(Row.class)
                .list();
    }

    /** One that was given another value meanwhile is sealed with the present key already. */
    private boolean sealAnew(Row row) {
        byte[] plain;
        try {
            plain = sealer.open(row.sealed(), purpose.apply(row.owner()));
        } catch (IllegalStateException wrongKey) {
            log.error("not sealed anew: {}={}", place.table(), row.key(), wrongKey);
            return false;
        }
        jdbc.sql("update %1$s set %4$s = :anew where %2$s = :key::%3$s and %4$s = :sealed"
                        .formatted(place.table(), place.key(), place.keyType(), place.column()))
                .param("anew", sealer.seal(plain, purpose.apply(row.owner())))
                .param("key", row.key())
                .param("sealed", row.sealed())
                .update();
        return true;
    }
}
