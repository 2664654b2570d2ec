package com.podi.taskworker.executor.cloud;

import com.podi.taskworker.executor.baidu.BaiduContract;
import com.podi.taskworker.executor.http.HttpContract;
import com.podi.taskworker.executor.kie.KieContract;
import com.podi.taskworker.executor.openai.OpenAiContract;
import com.podi.taskworker.executor.volcengine.VolcengineContract;
import org.junit.jupiter.api.Nested;

/** The contract holds for every provider. One after the other, so that one service serves them all. */
class ProvidersIT {

    @Nested
    class OpenAi extends OpenAiContract {}

    @Nested
    class Baidu extends BaiduContract {}

    @Nested
    class Volcengine extends VolcengineContract {}

    @Nested
    class Kie extends KieContract {}

    @Nested
    class Http extends HttpContract {}
}
