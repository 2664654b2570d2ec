package com.podi.wallet.ledger;

import com.podi.contracts.envelope.Page;
import com.podi.contracts.envelope.PageRequest;
import com.podi.contracts.envelope.Pagination;
import com.podi.wallet.database.Reading;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Repository;

/** The book as it is read: a page at a time, the newest entries first. */
@Repository
class TransactionPages {

    static final String COUNT_FILTERED = """
            select count(*) from ledger_entries
            where user_id = :userId and type = any (:types) and created_at >= :from and created_at < :to
            """;

    /** The newest of each type, and of them the newest: no entry is looked at that could not be on the page. */
    static final String FILTERED = TransactionView.COLUMNS + """
            where user_id = :userId and entry_no = any (array(
                select newest.entry_no from unnest(:types) as wanted (type) cross join lateral (
                    select entry_no, created_at from ledger_entries
                    where user_id = :userId and type = wanted.type and created_at >= :from and created_at < :to
                    order by created_at desc, entry_no desc limit :offset + :limit) newest
                order by newest.created_at desc, newest.entry_no desc limit :limit offset :offset))
            order by created_at desc, entry_no desc
            """;

    private final JdbcClient jdbc;

    TransactionPages(@Reading JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Page<TransactionView> page(TransactionFilter filter, PageRequest request) {
        return filter.isOpen() ? pageByNumber(filter.userId(), request) : pageByCounting(filter, request);
    }

    /** Entries are numbered without gaps, so that the last page costs what the first one does. */
    private Page<TransactionView> pageByNumber(String userId, PageRequest request) {
        long total = jdbc.sql("select entry_count from accounts where user_id = ?")
                .param(userId)
                .query(Long.class)
                .optional()
                .orElse(0L);
        List<TransactionView> items = jdbc.sql(
                        TransactionView.COLUMNS + "where user_id = ? and entry_no <= ? order by entry_no desc limit ?")
                .params(userId, total - request.offset(), request.pageSize())
                .query(TransactionView.ROW)
                .list();
        return new Page<>(items, Pagination.of(request, total));
    }

    private Page<TransactionView> pageByCounting(TransactionFilter filter, PageRequest request) {
        long total =
                filtered(jdbc.sql(COUNT_FILTERED), filter).query(Long.class).single();
        List<TransactionView> items = filtered(jdbc.sql(FILTERED), filter)
                .param("limit", request.pageSize())
                .param("offset", request.offset())
                .query(TransactionView.ROW)
                .list();
        return new Page<>(items, Pagination.of(request, total));
    }

    static StatementSpec filtered(StatementSpec statement, TransactionFilter filter) {
        return statement
                .param("userId", filter.userId())
                .param("types", filter.types())
                .param("from", filter.fromTimestamp())
                .param("to", filter.toTimestamp());
    }
}
