package com.podi.coze.tool;

import com.podi.contracts.error.ErrorCode;
import com.podi.coze.access.CozeCaller;
import com.podi.coze.openapi.Operation;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/** What answers where there is no tool, or none any more. */
final class NotOffered implements Tool {

    @Override
    public Operation operation() {
        throw new IllegalStateException("nobody is told of it");
    }

    @Override
    public CompletableFuture<Answer> call(Arguments arguments, CozeCaller caller, Locale locale) {
        throw ErrorCode.ABILITY_NOT_FOUND.because("no such tool");
    }
}
