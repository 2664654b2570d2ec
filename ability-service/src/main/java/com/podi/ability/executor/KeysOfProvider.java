package com.podi.ability.executor;

import java.util.List;
import java.util.Set;

/** Asked which keys there are before an executor names them. */
public interface KeysOfProvider {

    /** @return those of them that the provider has; they stay until the end of the transaction */
    Set<String> hold(String provider, List<String> keyIds);
}
