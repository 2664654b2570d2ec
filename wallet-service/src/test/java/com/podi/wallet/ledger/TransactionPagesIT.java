package com.podi.wallet.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.podi.contracts.envelope.Page;
import com.podi.contracts.envelope.PageRequest;
import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.ErrorDetail;
import com.podi.contracts.error.PodiException;
import com.podi.testsupport.RealParts;
import com.podi.wallet.WalletCore;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a filtered page costs is what is on it, and what is counted, however long the ledger is. */
class TransactionPagesIT {

    private static final int HOLDS = 10_000;
    private static final int DEDUCTIONS = 3;
    private static final int FIRST_PAGE = 20;
    private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");

    private static final WalletCore WALLET = WalletCore.on(RealParts.database());

    private final TransactionPages pages = new TransactionPages(WALLET.jdbc());

    /** An entry a second: of each hold its FREEZE and its CHARGE, and GRANTs that are rare. */
    @BeforeAll
    static void aLongLedger() {
        WALLET.open("reader");
        JdbcClient jdbc = WALLET.jdbc();
        // No account ever had these: it is their number that counts here.
        jdbc.sql("alter table ledger_entries disable trigger ledger_entries_are_whole")
                .update();
        jdbc.sql("""
                insert into holds (hold_id, frozen_by, user_id, task_id, action, points, charged_points, status,
                                   expires_at, ended_at)
                select 'hold' || n, 'w', 'reader', n, 'a', 1, 1, 'CONFIRMED', now(), now() from generate_series(1, ?) n
                """).param(HOLDS).update();
        jdbc.sql("""
                insert into ledger_entries (entry_id, user_id, entry_no, type, available_delta, frozen_delta, balance_after,
                                            hold_id, created_at)
                select 'e' || n, 'reader', n, case n % 2 when 1 then 'FREEZE' else 'CHARGE' end, -(n % 2),
                       case n % 2 when 1 then 1 else -1 end, 1, 'hold' || (n + 1) / 2,
                       ?::timestamptz + make_interval(secs => n)
                from generate_series(1, 2 * ?) n
                """).params(FIRST.toString(), HOLDS).update();
        jdbc.sql("""
                insert into ledger_entries (entry_id, user_id, entry_no, type, available_delta, frozen_delta, balance_after,
                                            created_at)
                select 'g' || n, 'reader', 2 * ? + n, 'GRANT', -1, 0, 1, ?::timestamptz + make_interval(secs => n * 100 + 0.5)
                from generate_series(1, ?) n
                """).params(HOLDS, FIRST.toString(), DEDUCTIONS).update();
        jdbc.sql("vacuum analyze ledger_entries").update();
    }

    @AfterAll
    static void end() {
        WALLET.close();
    }

    @Test
    void theNewestOfAllTypesComeFirst() {
        Page<TransactionView> page = pages.page(filter(null, 0, 201), new PageRequest(1, 4));

        assertThat(page.items()).extracting(TransactionView::id).containsExactly("g2", "e200", "e199", "e198");
        assertThat(page.pagination().total()).isEqualTo(202);
        assertThat(pages.page(filter(null, 0, 201), new PageRequest(51, 4)).items())
                .extracting(TransactionView::id)
                .containsExactly("e2", "e1");
    }

    @Test
    void theLastPageOfATypeEndsWithItsOldest() {
        Page<TransactionView> page = pages.page(filter(EntryType.CHARGE, 0, 1_000_000), new PageRequest(HOLDS, 1));

        assertThat(page.items()).extracting(TransactionView::id).containsExactly("e2");
        assertThat(page.pagination().total()).isEqualTo(HOLDS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"force_custom_plan", "force_generic_plan"})
    void whatIsRareIsFoundAndCountedWithoutReadingTheRest(String planning) throws SQLException {
        TransactionFilter rare = filter(EntryType.GRANT, 0, 1_000_000);

        assertThat(rowsRead(planning, TransactionPages.COUNT_FILTERED, rare)).isEqualTo(DEDUCTIONS);
        assertThat(rowsRead(planning, TransactionPages.FILTERED, rare)).isLessThanOrEqualTo(2 * FIRST_PAGE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"force_custom_plan", "force_generic_plan"})
    void someDaysLongAgoAreFoundAndCountedWithoutReadingTheRest(String planning) throws SQLException {
        TransactionFilter longAgo = filter(null, 10, 40);

        assertThat(rowsRead(planning, TransactionPages.COUNT_FILTERED, longAgo)).isEqualTo(30);
        assertThat(rowsRead(planning, TransactionPages.FILTERED, longAgo)).isLessThanOrEqualTo(3 * FIRST_PAGE);
    }

    @ParameterizedTest
    @EnumSource(
            value = EntryType.class,
            names = {"FREEZE", "CHARGE"})
    void aFirstPageIsFoundWithoutReadingTheRestWhereThereIsMuch(EntryType type) throws SQLException {
        assertThat(rowsRead("auto", TransactionPages.FILTERED, filter(type, 0, 1_000_000)))
                .isLessThanOrEqualTo(2 * FIRST_PAGE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"force_custom_plan", "force_generic_plan"})
    void noMoreAreCountedThanCanBePagedThrough(String planning) throws SQLException {
        assertThat(rowsRead(planning, TransactionPages.COUNT_FILTERED, filter(null, 0, 1_000_000), 500))
                .isEqualTo(500);
    }

    @Test
    void whoPagesThroughAMillionIsToldToNameFewerDays() {
        TransactionFilter all = filter(null, 0, 1_000_000);

        assertThat(pages.page(all, new PageRequest(10_000, 100)).items()).isEmpty();
        assertThatThrownBy(() -> pages.page(all, new PageRequest(10_001, 100)))
                .isInstanceOfSatisfying(PodiException.class, refusal -> {
                    assertThat(refusal.errorCode()).isEqualTo(ErrorCode.BAD_PARAMETER);
                    assertThat(refusal.details()).extracting(ErrorDetail::field).containsExactly("page");
                });
    }

    /** Rows that any part of the plan took from the table or one of its indexes, wanted or not. */
    private static long rowsRead(String planning, String sql, TransactionFilter filter) throws SQLException {
        return rowsRead(planning, sql, filter, TransactionPages.COUNTED_AT_MOST);
    }

    private static long rowsRead(String planning, String sql, TransactionFilter filter, int most) throws SQLException {
        String prepared = sql.replace(":userId", "$1")
                .replace(":types", "$2")
                .replace(":from", "$3")
                .replace(":to", "$4")
                .replace(":offset", "$5")
                .replace(":limit", "$6")
                .replace(":most", "$7");
        try (Connection connection = WALLET.get(DataSource.class).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("set plan_cache_mode = " + planning);
            statement.execute(
                    "prepare page (text, text[], timestamptz, timestamptz, bigint, bigint, bigint) as " + prepared);
            try (ResultSet plan = statement.executeQuery(
                    "explain (analyze, format json) execute page ('%s', '{%s}', '%s', '%s', 0, %d, %d)"
                            .formatted(
                                    filter.userId(),
                                    String.join(",", filter.types()),
                                    filter.fromTimestamp().toInstant(),
                                    filter.toTimestamp().toInstant(),
                                    FIRST_PAGE,
                                    most))) {
                plan.next();
                return new JsonMapper()
                        .readTree(plan.getString(1)).findParents("Relation Name").stream()
                                .mapToLong(TransactionPagesIT::rows)
                                .sum();
            } finally {
                statement.execute("deallocate page");
                statement.execute("reset plan_cache_mode");
            }
        }
    }

    private static long rows(JsonNode node) {
        double rows = node.path("Actual Rows").asDouble(0)
                + node.path("Rows Removed by Filter").asDouble(0)
                + node.path("Rows Removed by Index Recheck").asDouble(0);
        return Math.round(rows * node.path("Actual Loops").asDouble(1));
    }

    private static TransactionFilter filter(@Nullable EntryType type, int fromSecond, int toSecond) {
        return new TransactionFilter("reader", type, FIRST.plusSeconds(fromSecond), FIRST.plusSeconds(toSecond));
    }
}
