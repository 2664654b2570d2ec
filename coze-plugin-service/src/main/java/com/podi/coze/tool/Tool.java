package com.podi.coze.tool;

import com.podi.contracts.error.PodiException;
import com.podi.coze.access.CozeCaller;
import com.podi.coze.openapi.Operation;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/** Something that Coze, or a client of the Model Context Protocol, can have done. */
public interface Tool {

    Operation operation();

    /** Throws {@link PodiException}, or fails with it, if the call is refused. */
    CompletableFuture<Answer> call(Arguments arguments, CozeCaller caller, Locale locale);

    /** A refusal in the form that the operation declares. */
    default Answer refused(PodiException refusal, Locale locale) {
        return ToolAnswer.refused(refusal, locale);
    }
}
