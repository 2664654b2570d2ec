package com.podi.benchmarks.path;

import com.podi.benchmarks.Pause;
import com.podi.testsupport.Api;
import com.podi.testsupport.Api.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

/** Users who have registered, logged in and been given points, all of it through the gateway. */
final class Customers {

    private static final long PLENTY = 1_000_000_000;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final List<String> tokens;

    Customers(TestedSuite suite, int count) {
        Api gateway = suite.gateway();
        Api administrator = gateway.as(login(gateway, "admin", suite.adminPassword()));
        tokens = IntStream.range(0, count)
                .mapToObj(number -> open(gateway, administrator))
                .toList();
    }

    /** Connections take the users in turn. */
    String token(int connection) {
        return tokens.get(connection % tokens.size());
    }

    private static String open(Api gateway, Api administrator) {
        String name = "bench-" + UUID.randomUUID().toString().substring(0, 8);
        String password = UUID.randomUUID().toString();
        expect(
                201,
                gateway.post(
                        "/api/auth/register",
                        Map.of("username", name, "password", password, "email", name + "@example.com")));
        String token = login(gateway, name, password);
        Api user = gateway.as(token);
        awaitWelcome(user);
        String userId = expect(200, user.get("/api/auth/me")).text("/id");
        expect(
                200,
                administrator.post(
                        "/api/wallet/v1/grants",
                        Map.of("userId", userId, "points", PLENTY, "reason", "for the benchmark")));
        return token;
    }

    private static String login(Api gateway, String name, String password) {
        return expect(200, gateway.post("/api/auth/login", Map.of("username", name, "password", password)))
                .text("/token");
    }

    /** The account is opened when the wallet hears of the user. */
    private static void awaitWelcome(Api user) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (user.get("/api/wallet/v1/statistics").data("/balance").asLong(0) == 0) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("no account was opened within " + PATIENCE);
            }
            Pause.ms(100);
        }
    }

    private static Answer expect(int status, Answer answer) {
        if (answer.status() != status) {
            throw new IllegalStateException(answer.status() + " " + answer.body());
        }
        return answer;
    }
}
