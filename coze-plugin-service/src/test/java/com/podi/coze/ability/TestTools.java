package com.podi.coze.ability;

import static org.mockito.Mockito.mock;

import com.podi.contracts.ability.AbilityView;
import com.podi.contracts.task.TaskSubmission.Picture;
import com.podi.coze.access.TestCallers;
import com.podi.coze.openapi.Operation;
import com.podi.coze.tool.Arguments;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

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

    /** What would be sent along with the inputs. */
    public static List<Picture> pictures(AbilityView ability, String arguments) {
        return tool(ability)
                .submission(Arguments.of(new JsonMapper().readTree(arguments)), TestCallers.COZE)
                .images();
    }

    static AbilityTool tool(AbilityView ability) {
        return new AbilityTool(ability, NOBODY);
    }
}
