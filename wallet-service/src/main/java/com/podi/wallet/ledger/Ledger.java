package com.podi.wallet.ledger;

import com.podi.contracts.envelope.Page;
import com.podi.contracts.envelope.PageRequest;
import com.podi.contracts.envelope.Pagination;
import com.podi.starter.id.Ids;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The book: rows are appended, in the transaction that moves the points. */
@Repository
public class Ledger {

    private final JdbcClient jdbc;

    Ledger(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void append(Movement movement) {
        jdbc.sql("""
                        insert into ledger_entries (entry_id, user_id, type, available_delta, frozen_delta,
                                                    balance_after, hold_id, task_id, action, reason, once_key)
                        values (:entryId, :userId, :type, :availableDelta, :frozenDelta,
                                :balanceAfter, :holdId, :taskId, :action, :reason, :onceKey)
                        """)
                .param("entryId", Ids.next("txn"))
                .param("userId", movement.userId())
                .param("type", movement.type().name())
                .param("availableDelta", movement.availableDelta())
                .param("frozenDelta", movement.frozenDelta())
                .param("balanceAfter", movement.balanceAfter())
                .param("holdId", movement.holdId())
                .param("taskId", movement.taskId())
                .param("action", movement.action())
                .param("reason", movement.reason())
                .param("onceKey", movement.onceKey())
                .update();
    }

    Page<TransactionView> page(TransactionFilter filter, PageRequest request) {
        String where = """
                where user_id = :userId
                  and (:type::text is null or type = :type)
                  and (:from::timestamptz is null or created_at >= :from)
                  and (:to::timestamptz is null or created_at < :to)
                """;
        long total = filtered("select count(*) from ledger_entries " + where, filter)
                .query(Long.class)
                .single();
        List<TransactionView> items = filtered(
                        """
                        select entry_id as id, type, available_delta, frozen_delta, balance_after,
                               task_id, action, hold_id, reason, created_at
                        from ledger_entries
                        """ + where + "order by entry_id desc limit :limit offset :offset", filter)
                .param("limit", request.pageSize())
                .param("offset", request.offset())
                .query(TransactionView.ROW)
                .list();
        return new Page<>(items, Pagination.of(request, total));
    }

    private JdbcClient.StatementSpec filtered(String sql, TransactionFilter filter) {
        return jdbc.sql(sql)
                .param("userId", filter.userId())
                .param("type", filter.type() == null ? null : filter.type().name())
                .param("from", filter.fromTimestamp())
                .param("to", filter.toTimestamp());
    }
}
