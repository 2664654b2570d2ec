package com.podi.ability.log;

import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import tools.jackson.databind.SequenceWriter;
import tools.jackson.databind.json.JsonMapper;

/** Writes the log as a file, a thousand rows in memory at a time, however many they are and however slow the reader is. */
@Component
class LogExport {

    static final String CSV = "text/csv";

    /** Without it Excel takes Chinese for something else. */
    private static final char BYTE_ORDER_MARK = '\ufeff';

    private static final int ROWS_AT_ONCE = 1_000;
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private static final CsvLine HEAD = new CsvLine(List.of(
            "id",
            "abilityId",
            "provider",
            "executorId",
            "userId",
            "taskId",
            "status",
            "durationMs",
            "queueMs",
            "billingUnit",
            "units",
            "listPrice",
            "discountPrice",
            "costAmount",
            "currency",
            "points",
            "traceId",
            "requestSummary",
            "responseSummary",
            "outputs",
            "errorCode",
            "errorMessage",
            "createdAt"));

    private final LogPages pages;
    private final JsonMapper json;
    private final Clock clock;

    LogExport(LogPages pages, JsonMapper json, Clock clock) {
        this.pages = pages;
        this.json = json;
        this.clock = clock;
    }

    void write(LogFilter filter, String format, HttpServletResponse response) throws IOException {
        Instant now = clock.instant();
        // What ends meanwhile would shift nothing, but there would always be more of it.
        LogFilter settled = filter.last().isAfter(now) ? filter.until(now) : filter;
        // Before anything is promised: a database that is away is an error like any other.
        List<InvocationLogView> first = pages.behind(settled, null, ROWS_AT_ONCE);
        boolean csv = format.equals("csv");
        response.setContentType(csv ? CSV + ";charset=UTF-8" : MediaType.APPLICATION_JSON_VALUE);
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                "attachment; filename=\"ability-logs-%s.%s\"".formatted(STAMP.format(now), format));
        if (csv) {
            writeCsv(settled, first, response.getOutputStream());
        } else {
            writeJson(settled, first, response.getOutputStream());
        }
    }

    private void writeCsv(LogFilter filter, List<InvocationLogView> first, OutputStream out) throws IOException {
        Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        writer.write(BYTE_ORDER_MARK);
        HEAD.writeTo(writer);
        for (List<InvocationLogView> rows = first; !rows.isEmpty(); rows = next(filter, rows)) {
            for (InvocationLogView row : rows) {
                line(row).writeTo(writer);
            }
        }
        writer.flush();
    }

    private void writeJson(LogFilter filter, List<InvocationLogView> first, OutputStream out) {
        SequenceWriter writer =
                json.writerFor(InvocationLogView.class).writeValues(out).init(true);
        for (List<InvocationLogView> rows = first; !rows.isEmpty(); rows = next(filter, rows)) {
            writer.writeAll(rows);
        }
        // Not if anything fails: the end of the array would say that these were all.
        writer.close();
    }

    private List<InvocationLogView> next(LogFilter filter, List<InvocationLogView> rows) {
        return rows.size() < ROWS_AT_ONCE ? List.of() : pages.behind(filter, rows.get(rows.size() - 1), ROWS_AT_ONCE);
    }

    private CsvLine line(InvocationLogView row) {
        return new CsvLine(Stream.of(
                        row.id(),
                        row.abilityId(),
                        row.provider(),
                        row.executorId(),
                        row.userId(),
                        row.taskId(),
                        row.status(),
                        row.durationMs(),
                        row.queueMs(),
                        row.billingUnit(),
                        row.units(),
                        row.listPrice(),
                        row.discountPrice(),
                        row.costAmount(),
                        row.currency(),
                        row.points(),
                        row.traceId(),
                        json.writeValueAsString(row.requestSummary()),
                        json.writeValueAsString(row.responseSummary()),
                        String.join(" ", row.outputs()),
                        row.errorCode(),
                        row.errorMessage(),
                        row.createdAt())
                .map(LogExport::cell)
                .toList());
    }

    private static String cell(@Nullable Object value) {
        return Objects.toString(value, "");
    }
}
