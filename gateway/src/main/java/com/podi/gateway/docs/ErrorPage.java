package com.podi.gateway.docs;

import com.podi.contracts.error.ErrorCatalog;
import java.util.stream.Collectors;
import org.springframework.web.util.HtmlUtils;

/** The catalogue of errors for people. */
final class ErrorPage {

    private ErrorPage() {}

    static String html() {
        return """
                <!DOCTYPE html>
                <html lang="zh-CN">
                <head>
                  <meta charset="utf-8">
                  <meta name="viewport" content="width=device-width, initial-scale=1">
                  <title>PODI 错误目录 / Error catalogue</title>
                  <link rel="icon" href="/api/docs/swagger-ui/favicon-32x32.png">
                  <link rel="stylesheet" href="/api/docs/assets/docs.css">
                </head>
                <body>
                <header><h1>PODI 错误目录 <span>Error catalogue</span></h1><nav><a href="/api/docs">API 文档 / API</a><a href="/api/docs/errors.json">JSON</a></nav></header>
                <main>
                <p>程序依据 HTTP 状态与 <code>error.code</code> 判断错误。<br>Programs branch on the HTTP status and <code>error.code</code>.</p>
                %s
                </main>
                </body>
                </html>
                """.formatted(
                        ErrorCatalog.groups().stream().map(ErrorPage::table).collect(Collectors.joining()));
    }

    private static String table(ErrorCatalog.Group group) {
        return """
                <h2 id="%1$d">%1$d</h2>
                <table>
                <thead><tr><th>code</th><th>type</th><th>中文</th><th>English</th></tr></thead>
                <tbody>
                %2$s</tbody>
                </table>
                """.formatted(
                group.status(), group.errors().stream().map(ErrorPage::row).collect(Collectors.joining()));
    }

    private static String row(ErrorCatalog.Entry error) {
        return "<tr><td><code>%s</code></td><td>%s</td><td>%s</td><td lang=\"en\">%s</td></tr>\n"
                .formatted(
                        HtmlUtils.htmlEscape(error.code()),
                        HtmlUtils.htmlEscape(error.type()),
                        HtmlUtils.htmlEscape(error.zh()),
                        HtmlUtils.htmlEscape(error.en()));
    }
}
