package com.podi.contracts.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ErrorCatalogTest {

    private static final String WRITE = "podi.docs.write";
    private static final Path DOCUMENT = Path.of("../docs/api/error-catalog.md");

    @Test
    void noTwoErrorsLookAlikeToACaller() {
        assertThat(Arrays.stream(ErrorCode.values()).map(error -> error.status() + " " + error.code()))
                .doesNotHaveDuplicates();
    }

    @Test
    void everyErrorIsInTheCatalogue() {
        assertThat(ErrorCatalog.groups().stream()
                        .mapToInt(group -> group.errors().size()))
                .doesNotContain(0);
        assertThat(ErrorCatalog.groups().stream()
                        .mapToInt(group -> group.errors().size())
                        .sum())
                .isEqualTo(ErrorCode.values().length);
        assertThat(ErrorCatalog.groups()).extracting(ErrorCatalog.Group::status).isSorted();
    }

    @Test
    void theDocumentSaysTheSame() throws IOException {
        if (Boolean.getBoolean(WRITE)) {
            Files.createDirectories(DOCUMENT.getParent());
            Files.writeString(DOCUMENT, document());
        }
        assertThat(DOCUMENT)
                .as("write it anew with: mvn test -pl infra/contracts -Dtest=ErrorCatalogTest -D%s=true", WRITE)
                .content()
                .isEqualTo(document());
    }

    private static String document() {
        StringBuilder document = new StringBuilder("""
                # 错误目录 / Error catalogue

                <!-- Made from ErrorCode by ErrorCatalogTest, which says how. -->

                程序依据 HTTP 状态与 `error.code` 判断错误。
                Programs branch on the HTTP status and `error.code`.
                """);
        for (ErrorCatalog.Group group : ErrorCatalog.groups()) {
            document.append("""

                    ## %d

                    | code | type | 中文 | English |
                    |---|---|---|---|
                    """.formatted(group.status()));
            for (ErrorCatalog.Entry error : group.errors()) {
                document.append(
                        "| `%s` | %s | %s | %s |\n".formatted(error.code(), error.type(), error.zh(), error.en()));
            }
        }
        return document.toString();
    }
}
