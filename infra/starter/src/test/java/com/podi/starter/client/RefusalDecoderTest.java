package com.podi.starter.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.podi.contracts.envelope.ErrorResponse;
import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.ErrorDetail;
import com.podi.contracts.error.PodiException;
import com.podi.contracts.error.Text;
import feign.FeignException;
import feign.Request;
import feign.Response;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class RefusalDecoderTest {

    private final JsonMapper json = new JsonMapper();
    private final RefusalDecoder decoder = new RefusalDecoder(json);

    @Test
    void aRefusalKeepsItsCodeAndItsDetails() {
        ErrorDetail detail = new ErrorDetail("scale", new Text("必须是2", "must be 2"));
        Exception decoded = decoder.decode("plan", answer(ErrorCode.ABILITY_INPUT_INVALID, List.of(detail)));

        assertThat(decoded).isInstanceOfSatisfying(PodiException.class, refusal -> {
            assertThat(refusal.errorCode()).isEqualTo(ErrorCode.ABILITY_INPUT_INVALID);
            assertThat(refusal.details()).extracting(ErrorDetail::field).containsExactly("scale");
            assertThat(refusal.details().get(0).message().en()).isEqualTo("must be 2");
        });
    }

    @Test
    void thatOurOwnTokenIsRefusedIsNoFaultOfTheCaller() {
        assertThat(decoder.decode("plan", answer(ErrorCode.TOKEN_INVALID, List.of())))
                .isInstanceOfSatisfying(PodiException.class, refusal -> assertThat(refusal.errorCode())
                        .isEqualTo(ErrorCode.SERVICE_UNAVAILABLE));
        assertThat(decoder.decode("plan", answer(ErrorCode.FORBIDDEN, List.of())))
                .isInstanceOfSatisfying(PodiException.class, refusal -> assertThat(refusal.errorCode())
                        .isEqualTo(ErrorCode.SERVICE_UNAVAILABLE));
    }

    @Test
    void anythingElseIsAFailedCall() {
        assertThat(decoder.decode("plan", answer(502, "<html>bad gateway</html>")))
                .isInstanceOf(FeignException.class);
        assertThat(decoder.decode("plan", answer(500, "{}"))).isInstanceOf(FeignException.class);
        assertThat(decoder.decode("plan", answer(418, "{\"code\":418,\"error\":{\"code\":\"TEAPOT\",\"details\":[]}}")))
                .isInstanceOf(FeignException.class);
    }

    private Response answer(ErrorCode code, List<ErrorDetail> details) {
        return answer(code.status(), json.writeValueAsString(ErrorResponse.of(code, details, Locale.ENGLISH, "trace")));
    }

    private static Response answer(int status, String body) {
        return Response.builder()
                .status(status)
                .request(Request.create(Request.HttpMethod.POST, "/", Map.of(), null, StandardCharsets.UTF_8, null))
                .headers(Map.of())
                .body(body, StandardCharsets.UTF_8)
                .build();
    }
}
