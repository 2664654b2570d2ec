package com.podi.starter.idempotency;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.PodiException;
import com.podi.contracts.error.Text;
import com.podi.starter.id.Ids;
import com.podi.starter.idempotency.IdempotencyKeys.Attempt;
import com.podi.starter.idempotency.IdempotencyKeys.Key;
import com.podi.starter.security.Caller;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The {@code Idempotency-Key} of a request, if it has one; controllers take it as a parameter. */
public final class Idempotency {

    static final String HEADER = "Idempotency-Key";
    private static final String REPLAYED = "Idempotent-Replayed";
    private static final Pattern VISIBLE_ASCII = Pattern.compile("[\\x21-\\x7e]{1,255}");
    private static final Text NOT_A_KEY = new Text("必须是1到255个可见ASCII字符", "must be 1 to 255 visible ASCII characters");

    private final IdempotencyKeys keys;
    private final JsonMapper json;
    private final HttpServletRequest request;
    private final HttpServletResponse response;

    Idempotency(IdempotencyKeys keys, JsonMapper json, HttpServletRequest request, HttpServletResponse response) {
        this.keys = keys;
        this.json = json;
        this.request = request;
        this.response = response;
    }

    /** As {@link #once(Caller, Object, Class, Function, UnaryOperator)}, for answers that do not age. */
    public <T> T once(Caller caller, Object body, Class<T> type, Function<String, T> work) {
        return once(caller, body, type, work, UnaryOperator.identity());
    }

    /**
     * Does the work, or answers what it answered to the same call before. A refusal is forgotten. Where it is unknown
     * whether the work was done, the repeats do it again with the same operation id, also after a refusal: work that must
     * not happen twice keeps that id beside its effect.
     *
     * @param body by which a repeat is told from another call
     * @param work is given the operation id, the same for every attempt at this call; without a key, a new one
     * @param renewed makes an old answer good again, where links in it have aged
     */
    public <T> T once(Caller caller, Object body, Class<T> type, Function<String, T> work, UnaryOperator<T> renewed) {
        String value = request.getHeader(HEADER);
        if (value == null) {
            return work.apply(newOperationId());
        }
        if (!VISIBLE_ASCII.matcher(value).matches()) {
            throw ErrorCode.BAD_PARAMETER.at(HEADER, NOT_A_KEY);
        }
        Key key = new Key(nameOf(caller), value);
        String fingerprint = fingerprint(body);
        Attempt attempt = keys.begin(key, fingerprint, newOperationId());
        if (attempt != null) {
            return answered(key, attempt, work);
        }
        String answer = before(key, fingerprint);
        response.setHeader(REPLAYED, "true");
        return renewed.apply(json.readValue(answer, type));
    }

    private <T> T answered(Key key, Attempt attempt, Function<String, T> work) {
        T answer;
        try {
            answer = work.apply(attempt.operationId());
        } catch (RuntimeException failure) {
            boolean refused = failure instanceof PodiException refusal
                    && refusal.errorCode().status() < 500;
            // What an attempt before this one did, or may still do, is known by its operation only.
            if (refused && attempt.isFirst()) {
                keys.forget(key, attempt);
            } else {
                keys.giveUp(key, attempt);
            }
            throw failure;
        }
        keys.keep(key, attempt, json.writeValueAsString(answer));
        return answer;
    }

    private String before(Key key, String fingerprint) {
        IdempotencyKeys.Call call = keys.find(key);
        if (call != null && !call.fingerprint().equals(fingerprint)) {
            throw ErrorCode.IDEMPOTENCY_KEY_REUSED.because("%s", key);
        }
        @Nullable String answer = call == null ? null : call.answer();
        if (answer == null) {
            throw ErrorCode.IDEMPOTENCY_IN_PROGRESS.because("%s", key);
        }
        return answer;
    }

    private String fingerprint(Object body) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(
                    (request.getMethod() + " " + request.getRequestURI() + "\n").getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest(json.writeValueAsBytes(body)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** A service has keys of its own for each user it acts for. */
    private static String nameOf(Caller caller) {
        return caller.isService() ? caller.clientId() + "/" + caller.userId() : caller.userId();
    }

    private static String newOperationId() {
        return Ids.next("op");
    }
}
