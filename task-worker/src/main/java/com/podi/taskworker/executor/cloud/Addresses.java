package com.podi.taskworker.executor.cloud;

import com.podi.contracts.ability.AbilityView.Upstream;
import com.podi.contracts.error.ErrorCode;
import com.podi.taskworker.executor.Execution;
import com.podi.taskworker.executor.ExecutionFailedException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Where a provider is called. The ability says what, by the path of its endpoint; the executor says where, so that the same
 * abilities run through a gateway or in another region, and a key goes to no host but that of its executor.
 */
public final class Addresses {

    private Addresses() {}

    public static URI of(Execution execution) throws ExecutionFailedException {
        return at(base(execution), URI.create(endpoint(execution)).getRawPath());
    }

    public static String base(Execution execution) throws ExecutionFailedException {
        return String.valueOf(ProviderWork.candidate(execution).baseUrl());
    }

    /** What an administrator says of the executor beside its address. */
    public static JsonNode config(Execution execution) throws ExecutionFailedException {
        return ProviderWork.candidate(execution).config();
    }

    /** A path that begins as that of the base does is that path; any other one goes below it. */
    public static URI at(String base, String path) {
        URI whole = URI.create(base.replaceAll("/+$", ""));
        String prefix = whole.getRawPath() == null ? "" : whole.getRawPath();
        return path.startsWith(prefix + "/")
                ? URI.create(whole.toString().substring(0, whole.toString().length() - prefix.length()) + path)
                : URI.create(whole + path);
    }

    /** A name that somebody else gave, as one step of a path or a value of a query. */
    public static String escaped(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    public static String model(Execution execution) throws ExecutionFailedException {
        Upstream upstream = execution.upstream();
        return named(upstream == null ? null : upstream.model(), execution);
    }

    private static String endpoint(Execution execution) throws ExecutionFailedException {
        Upstream upstream = execution.upstream();
        return named(upstream == null ? null : upstream.endpoint(), execution);
    }

    private static String named(@Nullable String name, Execution execution) throws ExecutionFailedException {
        if (name == null || name.isBlank()) {
            throw ExecutionFailedException.ofOurs(
                            ErrorCode.ABILITY_EXECUTOR_NOT_CONFIGURED,
                            execution.abilityId() + " says neither an endpoint nor a model",
                            null)
                    .forGood();
        }
        return name;
    }
}
