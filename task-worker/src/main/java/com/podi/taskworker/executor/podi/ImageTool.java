package com.podi.taskworker.executor.podi;

import com.podi.taskworker.executor.ExecutionFailedException;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;

/** Makes one picture out of another. */
interface ImageTool {

    /** The capability it implements, as the catalogue names it. */
    String capability();

    /** How large the result will be; what would be too large is not begun. */
    Extent extent(PictureHeader source, JsonNode inputs) throws ExecutionFailedException;

    /** @return the file of the result */
    Path apply(Workbench bench) throws ExecutionFailedException, InterruptedException;
}
