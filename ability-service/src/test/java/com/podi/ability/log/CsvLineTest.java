package com.podi.ability.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvLineTest {

    @Test
    void cellsAreSeparatedAndQuotedWhereTheyMustBe() throws IOException {
        assertThat(line("a", "", "b,c", "say \"hi\"", "词")).isEqualTo("a,,\"b,c\",\"say \"\"hi\"\"\",词\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", " =1+1", "\u3000@SUM(A1)", "＝1+1", "＠SUM(A1)"})
    void aFormulaIsOnlyText(String formula) throws IOException {
        assertThat(line(formula)).isEqualTo("'" + formula + "\r\n");
    }

    @Test
    void aQuotedFormulaIsOnlyTextToo() throws IOException {
        assertThat(line("=HYPERLINK(\"http://evil\",1)")).startsWith("\"'=HYPERLINK(");
    }

    @Test
    void controlCharactersAreShownAndObeyedByNobody() throws IOException {
        assertThat(line("a\r\n=b\t\u001b[31m\u009b")).isEqualTo("a\\u000d\\u000a=b\\u0009\\u001b[31m\\u009b\r\n");
        assertThat(line("\t=1")).isEqualTo("\\u0009=1\r\n");
    }

    private static String line(String... cells) throws IOException {
        StringWriter out = new StringWriter();
        new CsvLine(List.of(cells)).writeTo(out);
        return out.toString();
    }
}
