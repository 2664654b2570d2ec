package com.podi.testsupport;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Every route for every kind of caller, in one table: what is answered, as HTTP status. It begins with {@value #HEAD};
 * a line goes on with method, path and, after a space, the JSON body.
 *
 * <pre>
 * 401 | 200 | 404 | 200 | 404 | DELETE /api/things/{thing}
 * 401 | 200 | 200 | 200 | 200 | POST /api/things {"name":"a thing"}
 * </pre>
 *
 * <p>Every cell is a call with a user of its own, whose id is {@code {user}}, and with things of its own that belong to
 * this user: whatever a call changes, no other call can tell. The other user and the administrator ask for the things
 * of that same user.
 */
public final class RoleMatrix {

    static final String HEAD = "anonymous | user | other user | admin | service | route";

    /** What no service may answer in another way. */
    private static final String ALIKE_EVERYWHERE = HEAD + """

            200 | 200 | 200 | 200 | 200 | GET /actuator/health
            200 | 200 | 200 | 200 | 200 | GET /actuator/health/readiness
            200 | 200 | 200 | 200 | 200 | GET /actuator/info
            200 | 200 | 200 | 200 | 200 | GET /actuator/prometheus
            200 | 200 | 200 | 200 | 200 | GET /v3/api-docs
            401 | 403 | 403 | 200 | 403 | GET /actuator
            401 | 403 | 403 | 404 | 403 | GET /actuator/env
            401 | 404 | 404 | 404 | 404 | GET /api/nothing
            401 | 403 | 403 | 404 | 403 | GET /api/admin/nothing
            401 | 403 | 403 | 403 | 404 | GET /internal/nothing
            401 | 404 | 404 | 404 | 404 | GET /nothing""";

    private static final String OWNER = "user";

    private final List<RoleRow> rows;
    private final Map<String, UnaryOperator<String>> things = new HashMap<>();
    private RoleCallers callers = RoleCallers.ofTheTest();

    private RoleMatrix(List<RoleRow> rows) {
        this.rows = new ArrayList<>(rows);
        things.put(OWNER, UnaryOperator.identity());
    }

    public static RoleMatrix of(String table) {
        return new RoleMatrix(RoleRow.parse(table));
    }

    /** Also checks what a servlet service answers beside its own routes. */
    public RoleMatrix withWhatIsAlikeEverywhere() {
        rows.addAll(RoleRow.parse(ALIKE_EVERYWHERE));
        return this;
    }

    /** Every route has a line, and every line so far a route. */
    public RoleMatrix covering(Collection<Route> routes) {
        List<Route> forgotten = new ArrayList<>(routes);
        List<String> complaints = new ArrayList<>();
        for (RoleRow row : rows) {
            Route.taken(row.method(), row.path(), routes)
                    .ifPresentOrElse(forgotten::remove, () -> complaints.add("no such route: " + row.route()));
        }
        forgotten.forEach(route -> complaints.add("without a line: " + route));
        if (!complaints.isEmpty()) {
            throw new AssertionError(String.join("\n", complaints));
        }
        return this;
    }

    /** Other callers than those of {@link TestTokens}. */
    public RoleMatrix as(RoleCallers callers) {
        this.callers = callers;
        return this;
    }

    /** @param of makes what {@code {name}} stands for: a thing of the user with the given id */
    public RoleMatrix given(String name, UnaryOperator<String> of) {
        things.put(name, of);
        return this;
    }

    /** Makes every call of the table, and tells of all deviations at once. */
    public void check(Api api) {
        List<String> deviations = new ArrayList<>();
        for (RoleRow row : rows) {
            List<String> cells = new ArrayList<>();
            boolean asExpected = true;
            for (RoleRow.Caller caller : RoleRow.Caller.values()) {
                int expected = row.expected(caller);
                int answered = answered(row, caller, api);
                asExpected &= answered == expected;
                cells.add(answered == expected ? String.valueOf(expected) : expected + " but " + answered);
            }
            if (!asExpected) {
                deviations.add(String.join(" | ", cells) + " | " + row.route());
            }
        }
        if (!deviations.isEmpty()) {
            throw new AssertionError(deviations.size() + " of " + rows.size() + " lines are answered otherwise\n" + HEAD
                    + "\n" + String.join("\n", deviations));
        }
    }

    private int answered(RoleRow row, RoleRow.Caller caller, Api api) {
        String owner = callers.newUser();
        RoleRow request = row.filled(things, owner);
        Api asCaller =
                switch (caller) {
                    case ANONYMOUS -> api;
                    case USER -> api.as(callers.tokenOfUser(owner));
                    case OTHER_USER -> api.as(callers.tokenOfUser(callers.newUser()));
                    case ADMIN -> api.as(callers.tokenOfAdmin());
                    case SERVICE -> api.as(callers.tokenOfService());
                };
        return asCaller.call(request.method(), request.target(), request.body()).status();
    }
}
