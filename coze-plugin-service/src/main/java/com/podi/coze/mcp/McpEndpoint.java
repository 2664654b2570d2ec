package com.podi.coze.mcp;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.Text;
import com.podi.coze.access.Allowance;
import com.podi.coze.access.CozeCaller;
import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.server.McpStatelessServerHandler;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import io.modelcontextprotocol.spec.McpStatelessServerTransport;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/**
 * Streamable HTTP without sessions: every request stands for itself, and any replica answers it. A controller and not the
 * servlet of the SDK, so that callers are checked, counted and traced here as everywhere.
 */
@RestController
class McpEndpoint implements McpStatelessServerTransport {

    static final String PATH = "/api/coze/podi/mcp";
    static final String CALLER = "caller";
    static final String LOCALE = "locale";

    private static final Logger log = LoggerFactory.getLogger(McpEndpoint.class);

    private static final String VERSION = "MCP-Protocol-Version";
    private static final Text NO_SUCH_VERSION =
            new Text("不支持该协议版本", "is no version of the protocol that is spoken here");
    private static final Text NOT_A_MESSAGE = new Text("不是合法的JSON-RPC消息", "is no JSON-RPC message");

    private final McpJsonMapper json;
    private final Allowance allowance;

    private volatile @Nullable McpStatelessServerHandler handler;

    McpEndpoint(McpJsonMapper json, Allowance allowance) {
        this.json = json;
        this.allowance = allowance;
    }

    @Operation(summary = "The tools, for clients of the Model Context Protocol")
    @PostMapping(path = PATH, produces = MediaType.APPLICATION_JSON_VALUE)
    CompletableFuture<ResponseEntity<byte[]>> post(
            @RequestBody(required = false) byte @Nullable [] message, HttpServletRequest http, Locale locale) {
        CozeCaller caller = CozeCaller.of(http);
        allowance.spend(caller);
        String version = http.getHeader(VERSION);
        if (version != null && !protocolVersions().contains(version)) {
            throw ErrorCode.BAD_PARAMETER.at(VERSION, NO_SUCH_VERSION);
        }
        McpTransportContext context = McpTransportContext.create(Map.of(CALLER, caller, LOCALE, locale));
        McpSchema.JSONRPCMessage read = read(message == null ? new byte[0] : message);
        if (read instanceof McpSchema.JSONRPCRequest request) {
            return answer(present(), context, request).map(this::written).toFuture();
        }
        if (read instanceof McpSchema.JSONRPCNotification notification) {
            return present()
                    .handleNotification(context, notification)
                    .thenReturn(ResponseEntity.accepted().<byte[]>build())
                    .toFuture();
        }
        throw ErrorCode.BAD_PARAMETER.at("body", NOT_A_MESSAGE);
    }

    @Override
    public void setMcpHandler(McpStatelessServerHandler handler) {
        this.handler = handler;
    }

    @Override
    public Mono<Void> closeGracefully() {
        return Mono.empty();
    }

    private McpSchema.JSONRPCMessage read(byte[] message) {
        try {
            return McpSchema.deserializeJsonRpcMessage(json, new String(message, StandardCharsets.UTF_8));
        } catch (IOException | RuntimeException broken) {
            throw ErrorCode.BAD_PARAMETER.at("body", NOT_A_MESSAGE).causedBy(broken);
        }
    }

    private McpStatelessServerHandler present() {
        McpStatelessServerHandler present = handler;
        if (present == null) {
            throw ErrorCode.SERVICE_UNAVAILABLE.because("the catalogue has not been read yet");
        }
        return present;
    }

    private ResponseEntity<byte[]> written(JSONRPCResponse response) {
        try {
            return ResponseEntity.ok(json.writeValueAsString(response).getBytes(StandardCharsets.UTF_8));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static Mono<JSONRPCResponse> answer(
            McpStatelessServerHandler server, McpTransportContext context, McpSchema.JSONRPCRequest request) {
        return Mono.defer(() -> server.handleRequest(context, request))
                .map(response -> discreet(request, response))
                .onErrorResume(RuntimeException.class, malformed -> {
                    log.debug("request not understood", malformed);
                    return Mono.just(refused(
                            request,
                            McpSchema.ErrorCodes.INVALID_PARAMS,
                            "The parameters are not those of the method"));
                });
    }

    /** What went wrong inside is for our logs. */
    private static JSONRPCResponse discreet(McpSchema.JSONRPCRequest request, JSONRPCResponse response) {
        JSONRPCResponse.JSONRPCError error = response.error();
        if (error == null || error.code() != McpSchema.ErrorCodes.INTERNAL_ERROR) {
            return response;
        }
        log.warn(
                "{}",
                ErrorCode.INTERNAL
                        .because("%s: %s", request.method(), error.message())
                        .getMessage());
        return refused(request, McpSchema.ErrorCodes.INTERNAL_ERROR, "The request could not be carried out");
    }

    private static JSONRPCResponse refused(McpSchema.JSONRPCRequest request, int code, String message) {
        return new JSONRPCResponse(
                McpSchema.JSONRPC_VERSION, request.id(), null, new JSONRPCResponse.JSONRPCError(code, message, null));
    }
}
