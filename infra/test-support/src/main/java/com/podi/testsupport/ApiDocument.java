package com.podi.testsupport;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** What a service says of itself at {@code /v3/api-docs}, held against what it is. */
public final class ApiDocument {

    private static final Set<String> NOBODY_SENDS = Set.of("caller", "locale", "http", "token", "tokenValue");

    private final JsonNode document;
    private final List<String> complaints = new ArrayList<>();

    private ApiDocument(JsonNode document) {
        this.document = document;
    }

    /** Every route below {@code /api} is described, nothing else is, and every description is whole. */
    public static void check(Api api, Collection<Route> routes) {
        Api.Answer answer = api.get("/v3/api-docs");
        if (answer.status() != 200) {
            throw new AssertionError("no document: " + answer.status());
        }
        ApiDocument document = new ApiDocument(answer.body());
        document.checkRoutes(routes);
        document.checkReferences();
        document.checkServer();
        if (!document.complaints.isEmpty()) {
            throw new AssertionError(String.join("\n", document.complaints));
        }
    }

    private void checkRoutes(Collection<Route> routes) {
        Set<String> expected = routes.stream()
                .map(Route::toString)
                .filter(route -> route.contains(" /api/"))
                .collect(Collectors.toSet());
        for (Map.Entry<String, JsonNode> path : document.at("/paths").properties()) {
            for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
                String route = operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey();
                complain(!expected.remove(route), route, "is no route");
                checkOperation(route, operation.getValue());
            }
        }
        expected.forEach(route -> complain(true, route, "is not described"));
    }

    private void checkOperation(String route, JsonNode operation) {
        complain(operation.path("summary").asString("").isEmpty(), route, "has no summary");
        complain(operation.path("tags").size() != 1, route, "belongs to no feature");
        complain(
                !operation
                        .at("/responses/default/content/application~1json/schema/$ref")
                        .asString("")
                        .endsWith("/ErrorResponse"),
                route,
                "does not say how it refuses");
        complain(
                operation
                        .at("/responses")
                        .propertyStream()
                        .noneMatch(answer -> answer.getKey().startsWith("2")
                                && !answer.getValue().path("content").isEmpty()),
                route,
                "does not say what it answers");
        for (JsonNode parameter : operation.path("parameters")) {
            String name = parameter.path("name").asString();
            complain(NOBODY_SENDS.contains(name), route, "asks for " + name);
        }
    }

    private void checkReferences() {
        for (JsonNode reference : document.findValues("$ref")) {
            String pointer = reference.asString().substring(1);
            complain(document.at(pointer).isMissingNode(), pointer, "is referred to, but not there");
        }
    }

    /** Relative, so that the gateway's page calls the gateway. */
    private void checkServer() {
        complain(!document.at("/servers/0/url").asString("").equals("/"), "the server", "is not relative");
    }

    private void complain(boolean wrong, String what, String complaint) {
        if (wrong) {
            complaints.add(what + " " + complaint);
        }
    }
}
