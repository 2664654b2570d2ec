package com.podi.coze.mcp;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.Text;
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
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
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

    private static final Logger log = LoggerFactory.getLogger(McpEndpoint.class);

    private static final String VERSION = "MCP-Protocol-Version";
    private static final Text NO_SUCH_VERSION =
            new Text("不支持该协议版本", "is no version of the protocol that is spoken here");
    private static final Text NOT_A_MESSAGE = new Text("不是合法的JSON-RPC消息", "is no JSON-RPC message");

    private final McpJsonMapper json;

    private volatile @Nullable McpStatelessServerHandler handler;

    McpEndpoint(McpJsonMapper json) {
        this.json = json;
    }

    @Operation(summary = "The tools, for clients of the Model Context Protocol")
    @PostMapping(path = PATH, produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> post(@RequestBody byte[] message, HttpServletRequest http) throws IOException {
        String version = http.getHeader(VERSION);
        if (version != null && !protocolVersions().contains(version)) {
            throw ErrorCode.BAD_PARAMETER.at(VERSION, NO_SUCH_VERSION);
        }
        McpTransportContext context = McpTransportContext.create(Map.of(CALLER, CozeCaller.of(http)));
        McpSchema.JSONRPCMessage read = read(message);
        if (read instanceof McpSchema.JSONRPCRequest request) {
            JSONRPCResponse response = answer(present(), context, request);
            return ResponseEntity.ok(json.writeValueAsString(response).getBytes(StandardCharsets.UTF_8));
        }
        if (read instanceof McpSchema.JSONRPCNotification notification) {
            present().handleNotification(context, notification).block();
            return ResponseEntity.status(HttpStatus.ACCEPTED).build();
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

    /** What went wrong inside is for our logs. */
    private static JSONRPCResponse answer(
            McpStatelessServerHandler server, McpTransportContext context, McpSchema.JSONRPCRequest request) {
        try {
            JSONRPCResponse response = Objects.requireNonNull(
                    server.handleRequest(context, request).block());
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
        } catch (RuntimeException malformed) {
            log.debug("request not understood", malformed);
            return refused(request, McpSchema.ErrorCodes.INVALID_PARAMS, "The parameters are not those of the method");
        }
    }

    private static JSONRPCResponse refused(McpSchema.JSONRPCRequest request, int code, String message) {
        return new JSONRPCResponse(
                McpSchema.JSONRPC_VERSION, request.id(), null, new JSONRPCResponse.JSONRPCError(code, message, null));
    }
}
