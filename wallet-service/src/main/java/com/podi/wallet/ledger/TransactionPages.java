package com.podi.wallet.ledger;

import com.podi.contracts.envelope.Page;
import com.podi.contracts.envelope.PageRequest;
import com.podi.contracts.envelope.Pagination;
import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.Text;
import com.podi.wallet.database.Reading;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Repository;

/** The book as it is read: a page at a time, the newest entries first. */
@Repository
class TransactionPages {

    /** More are not counted: of ten million they would take longer than anybody is let wait. */
    static final int COUNTED_AT_MOST = 1_000_000;

    static final String COUNT_FILTERED = """
            select count(*) from (
                select 1 from ledger_entries
                where user_id = :userId and type = any (:types) and created_at >= :from and created_at < :to
                limit :most) counted
            """;

    private static final Text TOO_FAR =
            new Text("只能翻阅前1000000条，请缩小时间范围", "only the first 1000000 can be paged through: name fewer days");

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
        if (request.offset() >= COUNTED_AT_MOST) {
            throw ErrorCode.BAD_PARAMETER.at("page", TOO_FAR);
        }
        long total = filtered(jdbc.sql(COUNT_FILTERED), filter)
                .param("most", COUNTED_AT_MOST)
                .query(Long.class)
                .single();
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
