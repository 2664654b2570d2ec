package com.podi.wallet.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;

/**
 * A row of the ledger as users see it.
 *
 * @param points how many points moved, without a sign but for deductions
 */
public record TransactionView(
        String id,
        String type,
        long points,
        long availableDelta,
        long frozenDelta,
        long balanceAfter,
        @Nullable String taskId,
        @Nullable String action,
        @Nullable String holdId,
        @Nullable String reason,
        Instant createdAt) {

    static final String COLUMNS = """
            select entry_id as id, type, available_delta, frozen_delta, balance_after,
                   task_id, action, hold_id, reason, created_at
            from ledger_entries
            """;

    static final RowMapper<TransactionView> ROW = (row, number) -> {
        long availableDelta = row.getLong("available_delta");
        long frozenDelta = row.getLong("frozen_delta");
        EntryType type = EntryType.valueOf(row.getString("type"));
        return new TransactionView(
                row.getString("id"),
                type.name(),
                type == EntryType.GRANT ? availableDelta : Math.abs(frozenDelta),
                availableDelta,
                frozenDelta,
                row.getLong("balance_after"),
                row.getString("task_id"),
                row.getString("action"),
                row.getString("hold_id"),
                row.getString("reason"),
                row.getTimestamp("created_at").toInstant());
    };
}
