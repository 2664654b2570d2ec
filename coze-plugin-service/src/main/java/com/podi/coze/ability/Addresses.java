package com.podi.coze.ability;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.Text;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Addresses of pictures as they arrive: what Coze keeps for itself may be none that anybody else can open. */
final class Addresses {

    private static final Pattern ON_THE_WEB = Pattern.compile("(?i)https?://\\S+");
    private static final Text NOT_ON_THE_WEB =
            new Text("必须是可以访问的http或https图片地址", "must be an http or https address of a picture that can be reached");

    private Addresses() {}

    static List<String> one(String name, JsonNode given) {
        return List.of(checked(name, given.asString("").strip()));
    }

    /** One a line, or as a list. */
    static List<String> all(String name, JsonNode given) {
        return (given.isArray() ? given.valueStream() : Stream.of(given))
                .flatMap(one -> one.asString("?").lines())
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .map(line -> checked(name, line))
                .toList();
    }

    private static String checked(String name, String address) {
        if (!ON_THE_WEB.matcher(address).matches()) {
            throw ErrorCode.URL_NOT_ALLOWED.at(name, NOT_ON_THE_WEB);
        }
        return address;
    }
}
