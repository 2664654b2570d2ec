package com.podi.coze.ability;

import static org.mockito.Mockito.mock;

import com.podi.contracts.ability.AbilityView;
import com.podi.coze.openapi.Operation;
import java.util.List;

/** Abilities as tools that nobody calls. */
public final class TestTools {

    private static final AbilityCalls NOBODY = mock(AbilityCalls.class);

    private TestTools() {}

    public static List<Operation> operations(List<AbilityView> abilities) {
        return abilities.stream()
                .map(TestTools::tool)
                .map(AbilityTool::operation)
                .toList();
    }

    static AbilityTool tool(AbilityView ability) {
        return new AbilityTool(ability, NOBODY);
    }
}
