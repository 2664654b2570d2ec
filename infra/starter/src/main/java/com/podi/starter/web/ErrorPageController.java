package com.podi.starter.web;

import com.podi.contracts.error.ErrorCode;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What the container answers when nothing of ours did: in the envelope as well. */
@RestController
final class ErrorPageController implements ErrorController {

    private final ErrorWriter errors;

    ErrorPageController(ErrorWriter errors) {
        this.errors = errors;
    }

    @RequestMapping("${spring.web.error.path:/error}")
    void error(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (response.isCommitted()) {
            // Half an answer must not end as if it were whole: Tomcat closes the connection behind it.
            return;
        }
        Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        errors.write(request, response, status instanceof Integer code ? byStatus(code) : ErrorCode.NOT_FOUND);
    }

    private static ErrorCode byStatus(int status) {
        return switch (status) {
            case 400 -> ErrorCode.BAD_PARAMETER;
            case 401 -> ErrorCode.TOKEN_INVALID;
            default ->
                Arrays.stream(ErrorCode.values())
                        .filter(code -> code.status() == status && code.code().equals(code.name()))
                        .findFirst()
                        .orElse(ErrorCode.INTERNAL);
        };
    }
}
