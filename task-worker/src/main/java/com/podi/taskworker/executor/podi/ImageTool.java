package com.podi.taskworker.executor.podi;

import com.podi.taskworker.executor.ExecutionFailedException;
import org.bytedeco.opencv.opencv_core.Mat;
import tools.jackson.databind.JsonNode;

/** Makes one picture out of another. */
interface ImageTool {

    /** The capability it implements, as the catalogue names it. */
    String capability();

    /** @return a new picture; the source stays as it is */
    Mat apply(Mat source, JsonNode inputs) throws ExecutionFailedException, InterruptedException;
}
