package com.podi.comfyui.node;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ArgvTest {

    @ParameterizedTest
    @CsvSource({
        "main.py --port 8188, main.py --port 8188",
        "main.py --api-key hush --cpu, main.py --api-key *** --cpu",
        "main.py --auth-token=hush, main.py --auth-token=***",
        "main.py HF_TOKEN=hush, main.py HF_TOKEN=***",
        "main.py --password --cpu, main.py --password --cpu",
        "main.py --proxy http://me:hush@proxy, main.py --proxy http://***@proxy",
        "main.py --base-directory /data/a=b, main.py --base-directory /data/a=b"
    })
    void whatNobodyElseShallKnowIsMasked(String argv, String shown) {
        JsonMapper json = new JsonMapper();
        JsonNode system = json.createObjectNode().set("argv", json.valueToTree(argv.split(" ")));

        assertThat(Argv.masked(system).path("argv").valueStream().map(JsonNode::asString))
                .containsExactly(shown.split(" "));
    }
}
