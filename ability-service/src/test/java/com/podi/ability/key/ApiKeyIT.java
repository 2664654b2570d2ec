package com.podi.ability.key;

import static org.assertj.core.api.Assertions.assertThat;

import com.podi.ability.audit.Trail;
import com.podi.starter.seal.SealedThings;
import com.podi.starter.seal.Sealer;
import com.podi.testsupport.Api;
import com.podi.testsupport.Api.Answer;
import com.podi.testsupport.AtOnce;
import com.podi.testsupport.ServiceIT;
import com.podi.testsupport.TestTokens;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The keys of providers. */
@ServiceIT
@ExtendWith(OutputCaptureExtension.class)
class ApiKeyIT {

    private static final String KEYS = "/api/admin/api-keys";
    private static final String SECRET = "sk-0123456789-secret-abcd";

    private static final String NEXT_MASTER_KEY =
            Base64.getEncoder().encodeToString("n".repeat(32).getBytes(StandardCharsets.US_ASCII));

    private final TestTokens tokens = TestTokens.start();
    private final String provider = "p-" + UUID.randomUUID().toString().substring(0, 8);

    @LocalServerPort
    private int port;

    @Value("${podi.seal.keys}")
    private String masterKey;

    @Autowired
    private Trail trail;

    @Autowired
    private JdbcClient jdbc;

    @Test
    void aKeyIsWrittenAndNeverReadAgain(CapturedOutput output) {
        Answer added = admin().post(KEYS, request(Map.of("dailyQuota", 3)));
        assertThat(added.status()).isEqualTo(201);
        assertThat(added.text("/key")).isEqualTo("****abcd");
        String id = added.text("/id");

        Answer changed = admin().put(KEYS + "/" + id, without("key", Map.of("name", "second", "revision", 1)));
        assertThat(changed.text("/name")).isEqualTo("second");
        assertThat(changed.text("/key")).isEqualTo("****abcd");
        assertThat(use().text("/key")).isEqualTo(SECRET);
        assertThat(admin().get(KEYS + "/" + id).data("/usedToday").asInt()).isEqualTo(1);
        Answer list = admin().get(KEYS + "?provider=" + provider);
        assertThat(list.data("/pagination/total").asInt()).isEqualTo(1);

        assertThat(List.of(added, changed, list))
                .noneMatch(answer -> answer.body().toString().contains(SECRET));
        assertThat(output.getAll()).doesNotContain(SECRET);
        assertThat(jdbc.sql("select encode(sealed, 'escape') || hint from api_keys where key_id = ?")
                        .param(id)
                        .query(String.class)
                        .single())
                .doesNotContain("secret");

        assertThat(admin().delete(KEYS + "/" + id).status()).isEqualTo(200);
        assertThat(admin().get(KEYS + "/" + id).errorCode()).isEqualTo("API_KEY_NOT_FOUND");
        assertThat(admin().delete(KEYS + "/" + id).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "id, a b",
        "provider, No Such",
        "name, ''",
        "key, ''",
        "status, refused",
        "dailyQuota, 0",
        "expireAt, soon",
        "expireAt, +300000-01-01T00:00:00Z",
        "expireAt, -005000-01-01T00:00:00Z"
    })
    void whatMakesNoSenseIsRefusedWithItsField(String field, String value) {
        Answer refused = admin().post(KEYS, request(Map.of(field, value)));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body().at("/error/details/0/field").asString()).isEqualTo(field);
        assertThat(admin().get(KEYS + "?provider=" + provider)
                        .data("/pagination/total")
                        .asInt())
                .isZero();
    }

    @Test
    void aKeyWithoutAKeyIsNone() {
        Answer refused = admin().post(KEYS, without("key", Map.of()));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body().at("/error/details/0/field").asString()).isEqualTo("key");
    }

    @Test
    void aNameIsTakenOnceForEachProvider() {
        added(Map.of());

        assertThat(admin().post(KEYS, request(Map.of())).errorCode()).isEqualTo("ALREADY_EXISTS");
    }

    @Test
    void whoSawAnOlderRevisionChangesNothing() {
        String id = added(Map.of());
        admin().put(KEYS + "/" + id, request(Map.of("name", "of somebody else")));

        Answer late = admin().put(KEYS + "/" + id, request(Map.of("name", "of mine", "revision", 1)));

        assertThat(late.errorCode()).isEqualTo("REVISION_CONFLICT");
        assertThat(admin().get(KEYS + "/" + id).text("/name")).isEqualTo("of somebody else");
    }

    @Test
    void keysOfAProviderTakeTurnsWithinTheirQuotas() {
        String first = added(Map.of("name", "first", "dailyQuota", 10));
        String second = added(Map.of("name", "second", "dailyQuota", 5));

        List<Answer> uses = AtOnce.call(8, 20, number -> use());

        assertThat(uses.stream().filter(answer -> answer.status() == 200).map(answer -> answer.text("/keyId")))
                .hasSize(15)
                .filteredOn(second::equals)
                .hasSize(5);
        assertThat(uses.stream().filter(answer -> answer.status() != 200))
                .hasSize(5)
                .allMatch(answer -> answer.errorCode().equals("API_KEY_UNAVAILABLE") && answer.status() == 503);
        jdbc.sql("update api_keys set used_on = used_on - 1 where key_id = ?")
                .param(first)
                .update();
        assertThat(use().text("/keyId")).isEqualTo(first);
        assertThat(admin().get(KEYS + "/" + first).data("/usedToday").asInt()).isEqualTo(1);
    }

    @Test
    void whatIsInactiveExpiredRestingOrRefusedIsNotUsed() {
        added(Map.of("name", "inactive", "status", "inactive"));
        added(Map.of(
                "name", "expired", "expireAt", Instant.now().minusSeconds(1).toString()));
        assertThat(use().errorCode()).isEqualTo("API_KEY_UNAVAILABLE");

        String id = added(Map.of(
                "name", "good", "expireAt", Instant.now().plusSeconds(600).toString()));
        assertThat(use().text("/keyId")).isEqualTo(id);
        report(id, Map.of("outcome", "THROTTLED", "restSeconds", 300));
        assertThat(use().errorCode()).isEqualTo("API_KEY_UNAVAILABLE");
        assertThat(admin().get(KEYS + "/" + id).text("/restsUntil")).isNotEmpty();

        String other = added(Map.of("name", "other"));
        assertThat(use().text("/keyId")).isEqualTo(other);
        report(other, Map.of("outcome", "REFUSED"));
        assertThat(use().errorCode()).isEqualTo("API_KEY_UNAVAILABLE");
        assertThat(admin().get(KEYS + "/" + other).text("/status")).isEqualTo("refused");

        admin().put(KEYS + "/" + other, without("key", Map.of("name", "other", "dailyQuota", 9)));
        assertThat(use().errorCode()).as("a quota brings no refused key back").isEqualTo("API_KEY_UNAVAILABLE");
        admin().put(KEYS + "/" + other, request(Map.of("name", "other", "key", "sk-another-long-secret-efgh")));
        assertThat(use().text("/key")).isEqualTo("sk-another-long-secret-efgh");
    }

    @Test
    void whatIsSaidOfASecretThatWasReplacedDoesNotHoldForTheNewOne() {
        String id = added(Map.of());
        int former = use().data("/version").asInt();
        admin().put(KEYS + "/" + id, request(Map.of("key", "sk-another-long-secret-efgh")));

        report(id, Map.of("outcome", "REFUSED", "version", former));
        report(id, Map.of("outcome", "THROTTLED", "version", former));
        assertThat(admin().get(KEYS + "/" + id).text("/status")).isEqualTo("active");
        Answer present = use();
        assertThat(present.text("/key")).isEqualTo("sk-another-long-secret-efgh");

        report(
                id,
                Map.of("outcome", "REFUSED", "version", present.data("/version").asInt()));
        assertThat(admin().get(KEYS + "/" + id).text("/status")).isEqualTo("refused");
    }

    @Test
    void aRefusalIsAChangeThatIsRemembered() {
        String id = added(Map.of());
        report(id, Map.of("outcome", "REFUSED"));
        report(id, Map.of("outcome", "REFUSED"));

        assertThat(admin().get(KEYS + "/" + id).data("/revision").asInt()).isEqualTo(2);
        Answer changes = admin().get("/api/admin/audit?kind=api_key&recordId=" + id);
        assertThat(changes.data("/pagination/total").asInt()).isEqualTo(2);
        assertThat(changes.text("/items/0/actor")).isEqualTo("svc-task-worker");
        assertThat(changes.data("/items/0/changedFields").toString()).isEqualTo("[\"status\"]");
        assertThat(admin().put(KEYS + "/" + id, request(Map.of("revision", 1))).errorCode())
                .isEqualTo("REVISION_CONFLICT");
    }

    @Test
    void anAdministratorChoosesTheIdAndFindsKeysByTheirFields() {
        String id = "my-" + provider;
        added(Map.of("id", id, "name", "Main"));
        String other = added(Map.of("name", "Spare", "status", "inactive"));

        assertThat(admin().post(KEYS, request(Map.of("id", id, "name", "third")))
                        .errorCode())
                .isEqualTo("ALREADY_EXISTS");
        assertThat(found("name=Main")).containsExactly(id);
        assertThat(found("status=inactive")).containsExactly(other);
        assertThat(found("q=mAi")).containsExactly(id);
        assertThat(found("q=" + id)).containsExactly(id);
        assertThat(found("q=%25")).isEmpty();
        assertThat(found("")).containsExactly(other, id);
        assertThat(admin().get(KEYS + "?status=broken").status()).isEqualTo(400);
    }

    private List<String> found(String filter) {
        return admin().get(KEYS + "?provider=" + provider + "&" + filter)
                .data("/items")
                .valueStream()
                .map(key -> key.at("/id").asString())
                .toList();
    }

    @Test
    void aKeyThatAnExecutorNamesIsInUse() {
        String id = added(Map.of());
        Map<String, Object> executor =
                Map.of("name", "node", "type", provider, "baseUrl", "https://example.com", "apiKeyIds", List.of(id));
        Answer made = admin().post("/api/admin/executors", executor);
        assertThat(made.status()).as("%s", made.body()).isEqualTo(201);

        assertThat(admin().delete(KEYS + "/" + id).errorCode()).isEqualTo("IN_USE");
        assertThat(use().text("/keyId")).isEqualTo(id);

        assertThat(admin().delete("/api/admin/executors/" + made.text("/id")).status())
                .isEqualTo(200);
        assertThat(admin().delete(KEYS + "/" + id).status()).isEqualTo(200);
    }

    @Test
    void theLastKeyOfAnExecutorThatNamesNoneIsInUse() {
        String only = added(Map.of("name", "only"));
        added(Map.of("name", "inactive", "status", "inactive"));
        added(Map.of("name", "expired", "expireAt", "2020-01-01T00:00:00Z"));
        Map<String, Object> executor = new HashMap<>(
                Map.of("name", "account", "type", provider, "baseUrl", "https://example.com", "status", "inactive"));
        String made = admin().post("/api/admin/executors", executor).text("/id");
        assertThat(admin().delete(KEYS + "/" + added(Map.of("name", "spare"))).status())
                .isEqualTo(200);

        executor.put("status", "active");
        admin().put("/api/admin/executors/" + made, executor);
        assertThat(admin().delete(KEYS + "/" + only).errorCode()).isEqualTo("IN_USE");
        assertThat(admin().put(KEYS + "/" + only, request(Map.of("name", "only", "provider", "other-" + provider)))
                        .errorCode())
                .isEqualTo("IN_USE");
        assertThat(use().text("/keyId")).isEqualTo(only);

        String second = added(Map.of("name", "second"));
        assertThat(admin().delete(KEYS + "/" + only).status()).isEqualTo(200);
        assertThat(admin().delete(KEYS + "/" + second).errorCode()).isEqualTo("IN_USE");
        executor.put("status", "inactive");
        admin().put("/api/admin/executors/" + made, executor);
        assertThat(admin().delete(KEYS + "/" + second).status()).isEqualTo(200);
    }

    @Test
    void ofTheLastTwoKeysOneIsLeftHoweverManyDeleteThemAtOnce() throws Exception {
        List<String> ids = List.of(added(Map.of("name", "one")), added(Map.of("name", "two")));
        admin().post(
                        "/api/admin/executors",
                        Map.of("name", "account", "type", provider, "baseUrl", "https://example.com"));

        List<Answer> deleted = AtOnce.call(2, 2, number -> admin().delete(KEYS + "/" + ids.get(number)));

        assertThat(deleted).extracting(Answer::status).containsExactlyInAnyOrder(200, 409);
    }

    @Test
    void aDeletedKeyIsHiddenAndItsSecretGone() throws Exception {
        String id = added(Map.of("id", "my-" + provider));
        assertThat(admin().delete(KEYS + "/" + id).status()).isEqualTo(200);

        assertThat(jdbc.sql("select sealed is null from api_keys where key_id = ?")
                        .param(id)
                        .query(Boolean.class)
                        .single())
                .isTrue();
        assertThat(admin().get(KEYS + "/" + id).status()).isEqualTo(404);
        assertThat(admin().put(KEYS + "/" + id, request(Map.of())).status()).isEqualTo(404);
        assertThat(found("")).isEmpty();
        assertThat(use().errorCode()).isEqualTo("API_KEY_UNAVAILABLE");
        assertThat(worker().post("/internal/api-keys/" + id + "/reports", Map.of("outcome", "REFUSED"))
                        .status())
                .isEqualTo(404);
        assertThat(admin().post(
                                "/api/admin/executors",
                                Map.of(
                                        "name",
                                        "n",
                                        "type",
                                        provider,
                                        "baseUrl",
                                        "https://a.com",
                                        "apiKeyIds",
                                        List.of(id)))
                        .status())
                .isEqualTo(400);
        assertThat(SealedKeys.of(jdbc, new Sealer(List.of(masterKey))).sealAnew())
                .isEqualTo(new SealedThings.Resealed(0, 0));

        assertThat(admin().post(KEYS, request(Map.of("id", id))).errorCode()).isEqualTo("ALREADY_EXISTS");
        assertThat(use().errorCode()).isEqualTo("API_KEY_UNAVAILABLE");
        added(Map.of("name", "first"));
    }

    @Test
    void aSecretThatLooksLikeTheFormerOneIsAChangeToo() {
        String id = added(Map.of());
        admin().put(KEYS + "/" + id, request(Map.of("key", "sk-9876543210-another-abcd")));

        Answer changes = admin().get("/api/admin/audit?kind=api_key&recordId=" + id);

        assertThat(changes.data("/items/0/changedFields").toString()).isEqualTo("[\"secretVersion\"]");
    }

    @Test
    void whoChangedAKeyIsRememberedAndTheKeyIsNot() {
        String id = added(Map.of());
        admin().put(KEYS + "/" + id, request(Map.of("name", "renamed", "key", "sk-another-long-secret-efgh")));
        admin().delete(KEYS + "/" + id);

        Answer changes = admin().get("/api/admin/audit?kind=api_key&recordId=" + id);

        assertThat(changes.data("/pagination/total").asInt()).isEqualTo(3);
        assertThat(changes.text("/items/0/action")).isEqualTo("deleted");
        assertThat(changes.text("/items/0/actor")).isEqualTo("root");
        assertThat(jdbc.sql("select string_agg(document::text, '') from changes where record_id = ?")
                        .param(id)
                        .query(String.class)
                        .single())
                .contains("****abcd", "****efgh")
                .doesNotContain("-secret-");
    }

    @Test
    void onlyTheKeysThatThePlanNamesAreUsed() {
        added(Map.of("name", "first"));
        String second = added(Map.of("name", "second"));

        for (int number = 0; number < 3; number++) {
            assertThat(worker().post("/internal/api-keys/use", Map.of("provider", provider, "keyIds", List.of(second)))
                            .text("/keyId"))
                    .isEqualTo(second);
        }
    }

    @Test
    void workThatWasBegunWithAKeyGoesOnWithItThoughItRestsOrHasDoneEnough() {
        String id = added(Map.of("dailyQuota", 1));
        added(Map.of("name", "other", "key", "sk-another-long-secret-efgh"));
        use();
        use();
        report(id, Map.of("outcome", "THROTTLED", "restSeconds", 300));

        assertThat(goOn(id).text("/keyId")).isEqualTo(id);
        assertThat(goOn(id).text("/key")).isEqualTo(SECRET);
        assertThat(admin().get(KEYS + "/" + id).data("/usedToday").asInt()).isEqualTo(1);

        report(id, Map.of("outcome", "REFUSED"));
        assertThat(goOn(id).errorCode()).isEqualTo("API_KEY_UNAVAILABLE");
        admin().put(KEYS + "/" + id, without("key", Map.of("status", "inactive")));
        assertThat(goOn(id).errorCode()).isEqualTo("API_KEY_UNAVAILABLE");
        admin().put(KEYS + "/" + id, without("key", Map.of("status", "active")));
        assertThat(goOn(id).text("/keyId")).isEqualTo(id);
        admin().delete(KEYS + "/" + id);
        assertThat(goOn(id).errorCode()).isEqualTo("API_KEY_UNAVAILABLE");
    }

    private Answer goOn(String... keyIds) {
        return worker().post(
                        "/internal/api-keys/use",
                        Map.of("provider", provider, "keyIds", List.of(keyIds), "purpose", "GO_ON"));
    }

    @Test
    void onlyTheServiceThatCallsProvidersSeesKeys() {
        String id = added(Map.of());
        Api other = Api.onPort(port).as(tokens.service("svc-wallet-service"));

        for (Api stranger : List.of(other, admin())) {
            assertThat(stranger.post("/internal/api-keys/use", Map.of("provider", provider))
                            .status())
                    .isEqualTo(403);
            assertThat(stranger.post("/internal/api-keys/" + id + "/reports", Map.of("outcome", "REFUSED"))
                            .status())
                    .isEqualTo(403);
        }
        assertThat(use().status()).isEqualTo(200);
    }

    @Test
    void aReplacedMasterKeyIsNoLongerNeededOnceAllIsSealedAnew() throws Exception {
        String id = added(Map.of());
        byte[] before = sealedOf(id);
        assertThat(SealedKeys.of(jdbc, new Sealer(List.of(masterKey))).sealAnew())
                .isEqualTo(new SealedThings.Resealed(0, 0));

        SealedThings.Resealed resealed = SealedKeys.of(jdbc, new Sealer(List.of(NEXT_MASTER_KEY, masterKey)))
                .sealAnew();
        assertThat(resealed.anew()).isPositive();
        assertThat(resealed.left()).isZero();
        assertThat(sealedOf(id)).isNotEqualTo(before);
        assertThat(SealedKeys.of(jdbc, new Sealer(List.of(masterKey)))
                        .sealAnew()
                        .left())
                .isEqualTo(resealed.anew());
        ApiKeys withoutTheFormer = new ApiKeys(jdbc, new Sealer(List.of(NEXT_MASTER_KEY)), trail);
        assertThat(withoutTheFormer.use(provider, List.of(id)).key()).isEqualTo(SECRET);
        SealedKeys.of(jdbc, new Sealer(List.of(masterKey, NEXT_MASTER_KEY))).sealAnew();
    }

    private byte[] sealedOf(String id) {
        return jdbc.sql("select sealed from api_keys where key_id = ?")
                .param(id)
                .query(byte[].class)
                .single();
    }

    private Map<String, Object> request(Map<String, Object> changes) {
        Map<String, Object> request = new HashMap<>(Map.of("provider", provider, "name", "first", "key", SECRET));
        request.putAll(changes);
        return request;
    }

    private Map<String, Object> without(String field, Map<String, Object> changes) {
        Map<String, Object> request = request(changes);
        request.remove(field);
        return request;
    }

    private String added(Map<String, Object> changes) {
        Answer added = admin().post(KEYS, request(changes));
        assertThat(added.status()).as("%s", added.body()).isEqualTo(201);
        return added.text("/id");
    }

    private void report(String id, Map<String, Object> report) {
        assertThat(worker().post("/internal/api-keys/" + id + "/reports", report)
                        .status())
                .isEqualTo(200);
    }

    private Answer use() {
        return worker().post("/internal/api-keys/use", Map.of("provider", provider));
    }

    private Api admin() {
        return Api.onPort(port).as(tokens.admin("root"));
    }

    private Api worker() {
        return Api.onPort(port).as(tokens.service("svc-task-worker"));
    }
}
