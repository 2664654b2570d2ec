package com.podi.coze.ability;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.Text;
import java.util.List;
import java.util.regex.Pattern;

/** Addresses of pictures as they arrive: what Coze keeps for itself may be none that anybody else can open. */
final class Addresses {

    private static final Pattern ON_THE_WEB = Pattern.compile("(?i)https?://\\S+");
    private static final Text NOT_ON_THE_WEB =
            new Text("必须是可以访问的http或https图片地址", "must be an http or https address of a picture that can be reached");

    private Addresses() {}

    static List<String> lines(String name, String given) {
        return given.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .map(line -> checked(name, line))
                .toList();
    }

    static String checked(String name, String address) {
        if (!ON_THE_WEB.matcher(address).matches()) {
            throw ErrorCode.URL_NOT_ALLOWED.at(name, NOT_ON_THE_WEB);
        }
        return address;
    }
}
