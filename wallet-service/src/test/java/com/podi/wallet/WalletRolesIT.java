package com.podi.wallet;

import static org.awaitility.Awaitility.await;

import com.podi.contracts.event.EventEnvelope;
import com.podi.contracts.event.Topics;
import com.podi.contracts.event.UserRegistered;
import com.podi.testsupport.Api;
import com.podi.testsupport.RoleMatrix;
import com.podi.testsupport.ServiceRoles;
import com.podi.testsupport.TestTokens;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.kafka.core.KafkaTemplate;
import tools.jackson.databind.json.JsonMapper;

class WalletRolesIT extends ServiceRoles {

    private static final String ROLES = """
            anonymous | user | other user | admin | service | route
            401 | 200 | 403 | 200 | 200 | POST /api/wallet/v1/freeze {"userId":"{account}","taskId":"t","action":"a","points":5,"channel":"c"}
            401 | 200 | 404 | 200 | 404 | POST /api/wallet/v1/confirm {"holdId":"{holdOfUser}"}
            401 | 404 | 404 | 200 | 200 | POST /api/wallet/v1/confirm {"holdId":"{holdOfService}"}
            401 | 200 | 404 | 200 | 404 | POST /api/wallet/v1/release {"holdId":"{holdOfUser}"}
            401 | 404 | 404 | 200 | 200 | POST /api/wallet/v1/release {"holdId":"{holdOfService}"}
            401 | 403 | 403 | 200 | 403 | POST /api/wallet/v1/grants {"userId":"{account}","points":5,"reason":"r"}
            401 | 403 | 403 | 200 | 403 | GET /api/admin/wallet/reconciliation
            401 | 200 | 403 | 200 | 200 | GET /api/wallet/v1/transactions?userId={user}
            401 | 200 | 403 | 200 | 200 | GET /api/wallet/v1/statistics?userId={user}
            401 | 403 | 403 | 403 | 200 | GET /internal/wallet/holds?userId={frozen}&taskId=t&action=a
            """;

    private final TestTokens tokens = TestTokens.start();

    @Autowired
    private KafkaTemplate<String, String> kafka;

    @Autowired
    private JsonMapper json;

    @Override
    protected RoleMatrix roles() {
        return RoleMatrix.of(ROLES)
                .given("account", this::account)
                .given("holdOfUser", user -> hold(tokens.user(user), account(user)))
                .given("holdOfService", this::holdOfService)
                .given("frozen", user -> {
                    holdOfService(user);
                    return user;
                });
    }

    /** @return the user's id, when there are points to spend */
    private String account(String user) {
        UserRegistered data = new UserRegistered(user, "name", "name@example.com", Instant.now());
        EventEnvelope event =
                new EventEnvelope("evt-" + user, data.type(), 1, Instant.now(), user, json.valueToTree(data));
        kafka.send(Topics.USER, user, json.writeValueAsString(event)).join();
        Api asUser = api().as(tokens.user(user));
        await().atMost(Duration.ofSeconds(30))
                .until(() ->
                        asUser.get("/api/wallet/v1/statistics").data("/balance").asLong() > 0);
        return user;
    }

    private String holdOfService(String user) {
        return hold(tokens.service("svc-task-worker"), account(user));
    }

    private String hold(String token, String user) {
        return api().as(token)
                .post("/api/wallet/v1/freeze", Map.of("userId", user, "taskId", "t", "action", "a", "points", 5))
                .text("/holdId");
    }
}
