package com.podi.starter.docs;

import io.swagger.v3.core.jackson.TypeNameResolver;
import java.util.Set;

/** Names a record that lies in another one by both, because there is more than one {@code Image}. */
final class SchemaNames extends TypeNameResolver {

    @Override
    protected String nameForClass(Class<?> type, Set<Options> options) {
        Class<?> around = type.getEnclosingClass();
        String name = super.nameForClass(type, options);
        return around == null ? name : nameForClass(around, options) + name;
    }
}
