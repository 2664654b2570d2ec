package com.podi.ability.catalog;

import tools.jackson.databind.JsonNode;

/** What the whole platform has done, as the list of abilities shows it to administrators. */
public interface SystemStatistics {

    JsonNode figures();
}
