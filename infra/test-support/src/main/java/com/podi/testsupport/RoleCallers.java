package com.podi.testsupport;

import java.util.UUID;

/** Who makes the calls of a {@link RoleMatrix}. */
public interface RoleCallers {

    /** @return the id of a user whom no other call knows */
    String newUser();

    String tokenOfUser(String id);

    String tokenOfAdmin();

    String tokenOfService();

    /** Those of {@link TestTokens}, where any id will do. */
    static RoleCallers ofTheTest() {
        TestTokens tokens = TestTokens.start();
        return new RoleCallers() {
            @Override
            public String newUser() {
                return UUID.randomUUID().toString();
            }

            @Override
            public String tokenOfUser(String id) {
                return tokens.user(id);
            }

            @Override
            public String tokenOfAdmin() {
                return tokens.admin("administrator");
            }

            @Override
            public String tokenOfService() {
                return tokens.service("svc-task-worker");
            }
        };
    }
}
